"""Everything that the account holds and a fresh account would not, in one canonical form."""

from __future__ import annotations

from typing import Any

from .box import Box


def everything(box: Box) -> dict[str, Any]:
    """Region (or `global`) to type to a sorted list of `{id, tags}`."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def add(place: str, kind: str, identity: str, tags: Any = None) -> None:
        found.setdefault(place, {}).setdefault(kind, []).append({"id": identity, "tags": _tags(tags)})

    for region, ec2 in box.made_backends("ec2").items():
        _ec2(ec2, lambda kind, i, tags=None, place=region: add(place, kind, i, tags))
    for region, rds in box.made_backends("rds").items():
        for db in rds.databases.values():
            add(region, "DBInstance", db.db_instance_identifier, db.tags)
        for group in rds.subnet_groups.values():
            add(region, "DBSubnetGroup", group.name, group.tags)
        for snapshot in rds.database_snapshots.values():
            # Automated ones come and go with their instance.
            if snapshot.snapshot_type != "automated":
                add(region, "DBSnapshot", snapshot.db_snapshot_identifier, snapshot.tags)
        for cluster in rds.clusters.values():
            add(region, "DBCluster", cluster.db_cluster_identifier, cluster.tags)
    for region, elb in box.made_backends("elbv2").items():
        for balancer in elb.load_balancers.values():
            add(region, "LoadBalancer", balancer.arn)
        for group in elb.target_groups.values():
            add(region, "TargetGroup", group.arn)
    for region, vault in box.made_backends("secretsmanager").items():
        for secret in vault.secrets.values():
            add(region, "Secret", secret.name, secret.tags)
    for region, ssm in box.made_backends("ssm").items():
        # A refused create leaves a name without versions behind.
        for name, versions in ssm._parameters.items():
            if versions and not name.startswith("/aws/"):
                add(region, "Parameter", versions[-1].name, ssm._resource_tags["Parameter"][name])
    for region, logs in box.made_backends("logs").items():
        for group in logs.groups.values():
            add(region, "LogGroup", group.name, logs.list_tags_for_resource(group.arn))
    for iam in box.made_backends("iam").values():
        for role in iam.roles.values():
            add("global", "Role", role.name, role.tags)
        for profile in iam.instance_profiles.values():
            add("global", "InstanceProfile", profile.name, profile.tags)
        for policy in iam.managed_policies.values():
            # moto has a backend for each partition, each with AWS's own policies.
            if ":iam::aws:" not in policy.arn:
                add("global", "Policy", policy.arn, policy.tags)
        for user in iam.users.values():
            add("global", "User", user.name, user.tags)
    for s3 in box.made_backends("s3").values():
        for name, bucket in s3.buckets.items():
            add(bucket.region_name, "Bucket", name, s3.tagger.get_tag_dict_for_resource(bucket.arn))
    return {
        place: {kind: sorted(rows, key=lambda row: row["id"]) for kind, rows in sorted(kinds.items())}
        for place, kinds in sorted(found.items())
    }


def _ec2(ec2: Any, add: Any) -> None:
    default_vpcs = {vpc.id for vpc in ec2.vpcs.values() if vpc.is_default}
    for vpc in ec2.vpcs.values():
        if vpc.id not in default_vpcs:
            add("Vpc", vpc.id, vpc.get_tags())
    for subnets in ec2.subnets.values():
        for subnet in subnets.values():
            if not subnet.default_for_az:
                add("Subnet", subnet.id, subnet.get_tags())
    for gateway in ec2.internet_gateways.values():
        attached = getattr(gateway, "vpc", None)
        if not attached or attached.id not in default_vpcs:
            add("InternetGateway", gateway.id, gateway.get_tags())
    for nat in ec2.nat_gateways.values():
        if nat.state != "deleted":
            add("NatGateway", nat.id, nat.get_tags())
    for address in ec2.addresses:
        add("EIP", address.allocation_id, address.get_tags())
    for table in ec2.route_tables.values():
        if table.main_association_id is None:
            add("RouteTable", table.id, table.get_tags())
    for groups in ec2.groups.values():
        for group in groups.values():
            if group.name != "default":
                add("SecurityGroup", group.id, group.get_tags())
    for key in ec2.key_pairs.values():
        add("KeyPair", key.id, key.get_tags())
    for reservation in ec2.reservations.values():
        for instance in reservation.instances:
            if instance.state != "terminated":
                add("Instance", instance.id, instance.get_tags())
    for volume in ec2.volumes.values():
        add("Volume", volume.id, volume.get_tags())
    for interface in ec2.enis.values():
        add("NetworkInterface", interface.id, interface.get_tags())
    for snapshot in ec2.snapshots.values():
        if not snapshot.from_ami or snapshot.owner_id == ec2.account_id:
            add("Snapshot", snapshot.id, snapshot.get_tags())
    for image in ec2.amis.values():
        if image.owner_id == ec2.account_id:
            add("Image", image.id, image.get_tags())
    for template in ec2.launch_templates.values():
        add("LaunchTemplate", template.id, template.get_tags())
    for endpoint in ec2.vpc_end_points.values():
        add("VpcEndpoint", endpoint.id, endpoint.get_tags())


def _tags(tags: Any) -> dict[str, str]:
    if isinstance(tags, dict):
        return {k: v["Value"] if isinstance(v, dict) else v for k, v in sorted(tags.items())}
    return {t.get("key", t.get("Key")): t.get("value", t.get("Value")) for t in tags or []}
