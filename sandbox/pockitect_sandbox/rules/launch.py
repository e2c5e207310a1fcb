"""RunInstances: what AWS checks before it launches, and what moto forgets of a launch."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before
from .instances import settle


@before("ec2", "RunInstances")
def check(call: Call) -> None:
    params, ec2 = call.params, call.ec2
    # With a launch template the missing parts come from it, and moto checks them.
    if params.get("LaunchTemplate"):
        return
    image = _image(call)
    _instance_type(call, image)
    _key_pair(call)
    _profile(call)
    nics = params.get("NetworkInterfaces") or []
    subnet_id = params.get("SubnetId") or next((n["SubnetId"] for n in nics if n.get("SubnetId")), None)
    groups = [*(params.get("SecurityGroupIds") or []), *(g for n in nics for g in n.get("Groups") or [])]
    if nics and params.get("SecurityGroupIds"):
        raise AwsError(
            "InvalidParameterCombination",
            "Network interfaces and an instance-level security groups may not be specified on the same request",
        )
    if any(not n.get("NetworkInterfaceId") and not n.get("SubnetId") for n in nics):
        raise AwsError("MissingParameter", "The request must contain the parameter subnetId")
    subnet = lookups.subnet(ec2, subnet_id) if subnet_id else None
    vpc_id = subnet.vpc_id if subnet else ec2.default_vpc.id if ec2.default_vpc and ec2.default_vpc.id in ec2.vpcs else None
    if vpc_id is None:
        raise AwsError("VPCIdNotSpecified", "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.")
    _offered(call, subnet.availability_zone if subnet else (params.get("Placement") or {}).get("AvailabilityZone"))
    for group_id in groups:
        if lookups.security_group(ec2, group_id).vpc_id != vpc_id:
            where = subnet.id if subnet else f"in {vpc_id}"
            raise AwsError("InvalidParameter", f"Security group {group_id} and subnet {where} belong to different networks.")
    for nic in nics:
        if nic.get("NetworkInterfaceId") and lookups.interface(ec2, nic["NetworkInterfaceId"]).status == "in-use":
            raise AwsError("InvalidNetworkInterface.InUse", f"interface:{nic['NetworkInterfaceId']} in use.")
    _volumes(call, image)


def _image(call: Call) -> Any:
    image_id = call.params.get("ImageId")
    if not image_id:
        raise AwsError("MissingParameter", "The request must contain the parameter ImageId")
    if not image_id.startswith("ami-"):
        raise AwsError("InvalidAMIID.Malformed", f'Invalid id: "{image_id}" (expecting "ami-...")')
    if image_id not in call.ec2.amis:
        raise AwsError("InvalidAMIID.NotFound", f"The image id '[{image_id}]' does not exist")
    return call.ec2.amis[image_id]


def _instance_type(call: Call, image: Any) -> None:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    desired = call.params.setdefault("InstanceType", "m1.small")
    known = INSTANCE_TYPES.get(desired)
    if known is None:
        raise AwsError("InvalidParameterValue", f"Invalid value '{desired}' for InstanceType.")
    architectures = known["ProcessorInfo"]["SupportedArchitectures"]
    if image.architecture not in architectures:
        raise AwsError(
            "InvalidParameterValue",
            f"The architecture '{','.join(architectures)}' of the specified instance type does not match the architecture "
            f"'{image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, "
            "and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the "
            "instance type or AMI.",
        )


def _offered(call: Call, zone: str | None) -> None:
    if zone is None:
        return
    desired = call.params["InstanceType"]
    rows = call.ec2.describe_instance_type_offerings("availability-zone", {"instance-type": [desired]})
    zones = sorted(row["Location"] for row in rows)
    if zones and zone not in zones:
        raise AwsError(
            "Unsupported",
            f"Your requested instance type ({desired}) is not supported in your requested Availability Zone ({zone}). Please retry your "
            f"request by not specifying an Availability Zone or choosing {', '.join(zones)}.",
        )


def _key_pair(call: Call) -> None:
    name = call.params.get("KeyName")
    if name and name not in call.ec2.key_pairs:
        raise AwsError("InvalidKeyPair.NotFound", f"The key pair '{name}' does not exist")


def _profile(call: Call) -> None:
    """EC2 knows a profile only some seconds after IAM created it; until then, it returns the error for a missing one."""
    desired = call.params.get("IamInstanceProfile") or {}
    if not desired:
        return
    name, arn = desired.get("Name"), desired.get("Arn")
    profile = next((p for p in call.iam.instance_profiles.values() if p.name == name or (arn and p.arn == arn)), None)
    late = profile is not None and not call.box.is_known("instance-profile", profile.name)
    if profile is None or late:
        shown, field = (arn, "arn") if arn else (name, "name")
        kind = "ARN" if arn else "name"
        raise AwsError("InvalidParameterValue", f"Value ({shown}) for parameter iamInstanceProfile.{field} is invalid. Invalid IAM Instance Profile {kind}")
    if not profile.roles or not all(call.box.is_known("role", role.name) for role in profile.roles):
        raise AwsError("InvalidParameterValue", f"IAM Instance Profile \"{profile.arn}\" has no associated IAM Roles")


def _volumes(call: Call, image: Any) -> None:
    """The image's root volume with the launch's changes, then the rest; moto would add a root of its own or none."""
    desired = {m.get("DeviceName"): m for m in call.params.get("BlockDeviceMappings") or []}
    mappings = []
    for own in image.block_device_mappings:
        changes = desired.pop(own["DeviceName"], {})
        ebs = {k: v for k, v in own["Ebs"].items() if k != "SnapshotId"} | changes.get("Ebs", {})
        if ebs["VolumeSize"] < own["Ebs"]["VolumeSize"]:
            raise AwsError(
                "InvalidBlockDeviceMapping",
                f"Volume of size {ebs['VolumeSize']}GB is smaller than snapshot '{own['Ebs']['SnapshotId']}', "
                f"expect size >= {own['Ebs']['VolumeSize']}GB",
            )
        if ebs["VolumeType"] != own["Ebs"]["VolumeType"]:
            kept = changes.get("Ebs", {})
            ebs = {k: v for k, v in ebs.items() if k not in ("Iops", "Throughput") or k in kept}
        mappings.append({"DeviceName": own["DeviceName"], "Ebs": ebs})
    for mapping in desired.values():
        if "Ebs" in mapping:
            ebs = {"VolumeType": "gp2", "DeleteOnTermination": False} | mapping["Ebs"]
            if "VolumeSize" not in ebs and "SnapshotId" not in ebs:
                raise AwsError("MissingParameter", "The request must contain the parameter size or snapshotId")
            mappings.append({"DeviceName": mapping["DeviceName"], "Ebs": ebs})
    call.notes["mappings"] = mappings


@before("ec2", "RunInstances")
def prepare(call: Call) -> None:
    """Runs after the checks: changes the call for moto."""
    if call.params.get("DryRun"):
        return
    call.notes["desired"] = dict(call.params)
    call.params = dict(call.params)
    low, high = int(call.params.get("MinCount", 1)), int(call.params.get("MaxCount", 1))
    if low > high:
        raise AwsError("InvalidParameterValue", f"Value ({low}) for parameter minCount is invalid.")
    call.params["MinCount"] = high  # moto launches the minimum
    call.params.setdefault("ClientToken", "")
    if "mappings" in call.notes:
        call.params["BlockDeviceMappings"] = call.notes["mappings"]


@after("ec2", "RunInstances")
def launched(call: Call, result: dict[str, Any]) -> None:
    desired = call.notes["desired"]
    ids = [row["InstanceId"] for row in result["Instances"]]
    for row in result["Instances"]:
        instance = lookups.instance(call.ec2, row["InstanceId"])
        settle(call, instance, "pending", instance.start)
        instance.disable_api_termination = bool(desired.get("DisableApiTermination"))
        specs = {int(n.get("DeviceIndex", 0)): n for n in desired.get("NetworkInterfaces") or []}
        for index, nic in instance.nics.items():
            spec = specs.get(index, {})
            # Interfaces that a launch creates are deleted with the instance; existing ones stay.
            nic.delete_on_termination = spec.get("DeleteOnTermination", "NetworkInterfaceId" not in spec)
            nic.description = spec.get("Description", "")
            nic.add_tags(call.tags("network-interface"))
            if index == 0 and not desired.get("SecurityGroupIds") and spec.get("Groups"):
                instance.security_groups = list(nic._group_set)
            elif index == 0 and not instance.security_groups:
                instance.security_groups = list(nic._group_set)
        _volume_settings(call, instance)
        profile = desired.get("IamInstanceProfile")
        if profile and instance.id != ids[0]:
            call.ec2.associate_iam_instance_profile(
                instance.id, iam_instance_profile_name=profile.get("Name"), iam_instance_profile_arn=profile.get("Arn"),
            )
        row["State"] = {"Code": 0, "Name": "pending"}


def _volume_settings(call: Call, instance: Any) -> None:
    image = call.ec2.amis.get(instance.image_id)
    if image is not None:
        instance.root_device_name = image.root_device_name
    for mapping in call.notes.get("mappings", []):
        device = instance.block_device_mapping.get(mapping["DeviceName"])
        if device is None:
            continue
        volume = call.ec2.volumes[device.volume_id]
        ebs = mapping["Ebs"]
        volume.encrypted = volume.encrypted or call.ec2.get_ebs_encryption_by_default()
        volume.iops = ebs.get("Iops") or volume.iops or (min(max(100, 3 * volume.size), 16000) if volume.volume_type == "gp2" else None)
        volume.throughput = ebs.get("Throughput") or (125 if volume.volume_type == "gp3" else None)
