"""Quotas at each create, and the Service Quotas API."""

from __future__ import annotations

import functools
from typing import Any

from .. import lookups, quotas
from ..call import Call
from ..errors import AwsError
from ..rulebook import before, instead

# https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
FAMILIES = {
    **dict.fromkeys(("a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"), "vcpus"),
    **dict.fromkeys(("g", "gr", "vt"), "vcpus g"), "p": "vcpus p", "inf": "vcpus inf", "f": "vcpus f", "x": "vcpus x",
}


@before("ec2", "CreateVpc")
def vpcs(call: Call) -> None:
    quotas.at_most(call, "vpcs", len(call.ec2.vpcs) + 1)


@before("ec2", "CreateInternetGateway")
def gateways(call: Call) -> None:
    quotas.at_most(call, "internet gateways", len(call.ec2.internet_gateways) + 1)


@before("ec2", "AllocateAddress")
def addresses(call: Call) -> None:
    # Addresses that the account brought along are its own, and count against no quota.
    if call.params.get("PublicIpv4Pool", "amazon") == "amazon":
        quotas.at_most(call, "addresses", sum(getattr(a, "pool", "amazon") == "amazon" for a in call.ec2.addresses) + 1)


@before("ec2", "CreateNatGateway")
def nat_gateways(call: Call) -> None:
    zone = lookups.subnet(call.ec2, call.params["SubnetId"]).availability_zone
    here = [n for n in call.ec2.nat_gateways.values() if n.state not in ("deleted", "failed")]
    here = [n for n in here if n._eni.subnet.availability_zone == zone]
    quotas.at_most(
        call, "nat gateways per zone", len(here) + 1,
        message=f"Performing this operation would exceed the limit of {int(quotas.value(call, 'nat gateways per zone'))} NAT gateways",
    )


@before("ec2", "CreateSubnet")
def subnets(call: Call) -> None:
    vpc_id = call.params["VpcId"]
    quotas.at_most(call, "subnets per vpc", sum(s.vpc_id == vpc_id for s in lookups.subnets(call.ec2)) + 1)


@before("ec2", "CreateRouteTable")
def route_tables(call: Call) -> None:
    vpc_id = call.params["VpcId"]
    lookups.vpc(call.ec2, vpc_id)
    quotas.at_most(call, "route tables per vpc", sum(t.vpc_id == vpc_id for t in call.ec2.route_tables.values()) + 1)


@before("ec2", "CreateSecurityGroup")
def security_groups(call: Call) -> None:
    quotas.at_most(call, "security groups", sum(1 for _ in lookups.security_groups(call.ec2)) + 1)


@before("ec2", "CreateNetworkInterface", "ModifyNetworkInterfaceAttribute", "RunInstances", "ModifyInstanceAttribute")
def groups(call: Call) -> None:
    params = call.params
    sets = [params.get("Groups") or [], params.get("SecurityGroupIds") or []]
    sets += [n.get("Groups") or [] for n in params.get("NetworkInterfaces") or []]
    quotas.at_most(call, "groups per interface", max(len(s) for s in sets))


@functools.cache
def _vcpus(instance_type: str) -> int:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    known = INSTANCE_TYPES.get(instance_type)
    return known["VCpuInfo"]["DefaultVCpus"] if known else 0


def _group(instance_type: str) -> str | None:
    """The quota that a type's vCPUs count against; None where the sandbox has none."""
    family = instance_type.split(".")[0].rstrip("0123456789")
    letters = next((i for i, c in enumerate(family) if c.isdigit()), len(family))
    return FAMILIES.get(family[:letters])


def _vcpu_check(call: Call, types: list[str]) -> None:
    for group in {_group(t) for t in types} - {None}:
        running = [i.instance_type for i in lookups.instances(call.ec2) if i.state in ("pending", "running")]
        wanted = sum(_vcpus(t) for t in (*running, *types) if _group(t) == group)
        quotas.at_most(
            call, group, wanted,
            message=f"You have requested more vCPU capacity than your current vCPU limit of {int(quotas.value(call, group))} allows for the "
            "instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request "
            "an adjustment to this limit.",
        )


@before("ec2", "RunInstances")
def vcpus(call: Call) -> None:
    _vcpu_check(call, [call.params.get("InstanceType", "m1.small")] * int(call.params.get("MaxCount", 1)))


@before("ec2", "StartInstances")
def vcpus_again(call: Call) -> None:
    stopped = [lookups.instance(call.ec2, i) for i in call.params.get("InstanceIds") or []]
    _vcpu_check(call, [i.instance_type for i in stopped if i.state == "stopped"])


SERVICES = {
    "vpc": "Amazon Virtual Private Cloud (Amazon VPC)", "ec2": "Amazon Elastic Compute Cloud (Amazon EC2)",
    "rds": "Amazon Relational Database Service (Amazon RDS)", "s3": "Amazon Simple Storage Service (Amazon S3)",
}


def _row(call: Call, name: str, default: bool) -> dict[str, Any]:
    quota = quotas.QUOTAS[name]
    return {
        "ServiceCode": quota.service, "ServiceName": SERVICES[quota.service],
        "QuotaArn": f"arn:aws:servicequotas:{call.region}:{call.ec2.account_id}:{quota.service}/{quota.code}",
        "QuotaCode": quota.code, "QuotaName": quota.name, "Value": quota.value if default else quotas.value(call, name),
        "Unit": "None", "Adjustable": quota.adjustable, "GlobalQuota": quota.service == "s3",
    }


@instead("service-quotas", "ListServiceQuotas", "ListAWSDefaultServiceQuotas")
def list_quotas(call: Call) -> dict[str, Any]:
    service = call.params["ServiceCode"]
    if service not in SERVICES:
        raise AwsError("NoSuchResourceException", "The request failed because the specified service does not exist.")
    default = call.action == "ListAWSDefaultServiceQuotas"
    rows = [
        _row(call, name, default) for name, quota in quotas.QUOTAS.items()
        # AWS leaves out quotas for which it has no applied value; here that is S3's, until it is changed.
        if quota.service == service and (default or service != "s3" or quotas.value(call, name) != quota.value)
    ]
    start, size = int(call.params.get("NextToken") or 0), int(call.params.get("MaxResults") or 100)
    result: dict[str, Any] = {"Quotas": rows[start : start + size]}
    if start + size < len(rows):
        result["NextToken"] = str(start + size)
    return result


@instead("service-quotas", "GetServiceQuota", "GetAWSDefaultServiceQuota")
def get_quota(call: Call) -> dict[str, Any]:
    default = call.action == "GetAWSDefaultServiceQuota"
    for name, quota in quotas.QUOTAS.items():
        if quota.code == call.params["QuotaCode"] and quota.service == call.params["ServiceCode"]:
            return {"Quota": _row(call, name, default)}
    raise AwsError("NoSuchResourceException", "The request failed because the specified quota does not exist.")
