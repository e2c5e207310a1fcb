"""Security groups: one in use, named by another's rule, or the default one, stays."""

from __future__ import annotations

from typing import Any

from .. import engine, group_reads, lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead
from .security_group_rules import permissions


@before("ec2", "CreateSecurityGroup")
def create(call: Call) -> None:
    params = call.params
    vpc_id = params.get("VpcId")
    if vpc_id:
        lookups.vpc(call.ec2, vpc_id)
    name = params.get("GroupName", "")
    if name.startswith("sg-"):
        raise AwsError("InvalidParameterValue", f"Invalid value '{name}' for groupName. Group names may not be in the format sg-*.")
    if name.lower() == "default":
        raise AwsError("InvalidParameterValue", "Cannot use reserved security group name: default")
    # In the same VPC only; moto also takes a group's id for its name.
    vpc_id = vpc_id or call.ec2.default_vpc.id
    if any(g.name == name for g in call.ec2.groups[vpc_id].values()):
        raise AwsError("InvalidGroup.Duplicate", f"The security group '{name}' already exists for VPC '{vpc_id}'")


@after("ec2", "CreateSecurityGroup")
def created(call: Call, result: dict[str, Any]) -> None:
    made = lookups.security_group(call.ec2, result["GroupId"])
    result["Tags"] = [{"Key": k, "Value": v} for k, v in call.tags("security-group").items()]
    made.egress_rules = made.egress_rules[:1]


@instead("ec2", "DeleteSecurityGroup")
def delete(call: Call) -> dict[str, Any]:
    ec2, params = call.ec2, call.params
    if params.get("GroupId"):
        found = lookups.security_group(ec2, params["GroupId"])
    elif params.get("GroupName"):
        here = ec2.groups[ec2.default_vpc.id].values()
        found = next((g for g in here if g.name == params["GroupName"]), None)
        if found is None:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{params['GroupName']}' does not exist in default VPC")
    else:
        raise AwsError("MissingParameter", "The request must contain the parameter groupName or groupId")
    if found.name == "default":
        raise AwsError("CannotDelete", f'the specified group: "{found.id}" name: "default" cannot be deleted by a user')
    used = any(found in e._group_set for e in ec2.enis.values()) or any(
        found in i.security_groups for i in lookups.instances(ec2) if i.state != "terminated"
    )
    if used or _referrers(ec2, found):
        raise AwsError("DependencyViolation", f"resource {found.id} has a dependent object")
    group_reads.remember(call, found)
    ec2.groups[found.vpc_id].pop(found.id)
    return {"GroupId": found.id, "Return": True}


def _referrers(ec2: Any, found: Any) -> list[str]:
    return [
        other.id
        for other in lookups.security_groups(ec2)
        if other is not found
        for rule in (*other.ingress_rules, *other.egress_rules)
        if rule.source_group.get("GroupId") == found.id
    ]


@instead("ec2", "DescribeSecurityGroups")
def describe(call: Call) -> dict[str, Any]:
    with group_reads.stale(call):
        for group_id in call.params.get("GroupIds") or []:
            lookups.security_group(call.ec2, group_id)
        result: dict[str, Any] = engine.invoke(call)  # Never the bytes of an answer: moto makes this one of plain values.
        for row in result.get("SecurityGroups", []):
            group = lookups.security_group(call.ec2, row["GroupId"])
            row["IpPermissions"] = permissions(group.ingress_rules)
            row["IpPermissionsEgress"] = permissions(group.egress_rules)
        return result
