"""DB subnet groups: two zones at least, and one in use stays."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import before, instead


def _check(call: Call) -> list[Any]:
    known = {s.id: s for s in lookups.subnets(call.ec2)}
    chosen = []
    for subnet_id in call.params.get("SubnetIds") or []:
        if subnet_id not in known:
            raise AwsError("InvalidSubnet", f"Some input subnets in :[{subnet_id}] are invalid.")
        chosen.append(known[subnet_id])
    if len({s.vpc_id for s in chosen}) > 1:
        raise AwsError("InvalidSubnet", "The subnets of a DB subnet group must all be in the same VPC.")
    zones = {s.availability_zone for s in chosen}
    if len(zones) < 2:
        raise AwsError(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{', '.join(sorted(zones))}. Add subnets to cover at least 2 AZs.",
        )
    return chosen


@before("rds", "CreateDBSubnetGroup")
def create(call: Call) -> None:
    name = call.params["DBSubnetGroupName"]
    if name.lower() == "default":
        raise AwsError("InvalidParameterValue", "The DB subnet group name 'default' is reserved.")
    if name.lower() in call.rds.subnet_groups:
        raise AwsError("DBSubnetGroupAlreadyExists", f"The DB subnet group '{name}' already exists.")
    if not call.params.get("DBSubnetGroupDescription"):
        raise AwsError("InvalidParameterValue", "The parameter DBSubnetGroupDescription must be provided and must not be blank.")
    _check(call)
    call.params["DBSubnetGroupName"] = name.lower()


def _find(call: Call) -> Any:
    name = call.params["DBSubnetGroupName"].lower()
    if name not in call.rds.subnet_groups:
        raise AwsError("DBSubnetGroupNotFoundFault", f"DB subnet group '{name}' does not exist.", 404)
    return call.rds.subnet_groups[name]


@instead("rds", "ModifyDBSubnetGroup")
def modify(call: Call) -> dict[str, Any]:
    """moto's own takes the group out of its list and never puts it back."""
    from .. import models
    from ..results import Plain

    group, chosen = _find(call), _check(call)
    if any(s.vpc_id != group.vpc_id for s in chosen):
        raise AwsError("InvalidSubnet", "The new subnets are not in the same VPC as the existing subnet group.")
    in_use = {getattr(d, "interface", None) and d.interface.subnet.id for d in _users(call, group)}
    if left := in_use - {s.id for s in chosen} - {None}:
        raise AwsError("SubnetAlreadyInUse", f"Subnets {', '.join(sorted(left))} are currently in use by a DB instance.")
    group._subnets = chosen
    if call.params.get("DBSubnetGroupDescription"):
        group.description = call.params["DBSubnetGroupDescription"]
    return Plain(models.operation("rds", call.action), {}).result({"DBSubnetGroup": group})


def _users(call: Call, group: Any) -> list[Any]:
    return [d for d in call.rds.databases.values() if getattr(d, "_db_subnet_group_name", None) == group.name]


@before("rds", "DeleteDBSubnetGroup")
def delete(call: Call) -> None:
    group = _find(call)
    users = [d.db_instance_identifier for d in _users(call, group)]
    users += [c.db_cluster_identifier for c in call.rds.clusters.values() if c.db_subnet_group_name == group.name]
    if users:
        raise AwsError(
            "InvalidDBSubnetGroupStateFault",
            f"Cannot delete the subnet group '{group.name}' because at least one database instance: {users[0]} is still using it.",
        )


@before("rds", "DescribeDBSubnetGroups")
def describe(call: Call) -> None:
    if call.params.get("DBSubnetGroupName"):
        call.params["DBSubnetGroupName"] = _find(call).name
