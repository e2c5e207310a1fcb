"""VPCs: a VPC in use can't be deleted."""

from __future__ import annotations

import ipaddress
from typing import Any

from moto.ec2.models import vpcs as moto_vpcs
from moto.ec2.utils import random_ipv6_cidr

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before
from .default_vpc import allow_itself


def _ipv6_range() -> str:
    """AWS writes IPv6 ranges without leading zeros; moto does not."""
    return str(ipaddress.ip_network(random_ipv6_cidr()))


moto_vpcs.random_ipv6_cidr = _ipv6_range


@before("ec2", "CreateVpc")
def create(call: Call) -> None:
    params = call.params
    if "CidrBlock" not in params and "Ipv4IpamPoolId" not in params:
        raise AwsError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
    params["CidrBlock"] = canonical(params["CidrBlock"], "cidrBlock")


def canonical(cidr: str, parameter: str) -> str:
    """AWS clears the host bits of a range instead of refusing it."""
    try:
        return str(ipaddress.ip_network(cidr, strict=False))
    except ValueError as malformed:
        raise AwsError("InvalidParameterValue", f"Value ({cidr}) for parameter {parameter} is invalid. This is not a valid CIDR block.") from malformed


@after("ec2", "CreateVpc")
def created(call: Call, result: dict[str, Any]) -> None:
    made = call.ec2.vpcs[result["Vpc"]["VpcId"]]
    for group in call.ec2.groups[made.id].values():
        allow_itself(call.ec2, group)
    result["Vpc"]["State"] = "pending"


@before("ec2", "DeleteVpc")
def delete(call: Call) -> None:
    ec2, found = call.ec2, lookups.vpc(call.ec2, call.params["VpcId"])
    blocked = (
        any(s.vpc_id == found.id for s in lookups.subnets(ec2))
        or any(getattr(g, "vpc", None) is found for g in ec2.internet_gateways.values())
        or any(g.name != "default" for g in ec2.groups[found.id].values())
        or any(t.vpc_id == found.id and t.main_association_id is None for t in ec2.route_tables.values())
        or any(a.vpc_id == found.id and not a.default for a in ec2.network_acls.values())
        or any(e.vpc_id == found.id for e in ec2.vpc_end_points.values() if getattr(e, "state", "") != "deleted")
        or any(i.vpc_id == found.id for i in ec2.enis.values())
        or any(getattr(p, "_status", None) and p._status.code == "active" and found.id in (p.vpc.id, p.peer_vpc.id)
               for p in ec2.vpc_pcxs.values())
    )
    if blocked:
        raise AwsError("DependencyViolation", f"The vpc '{found.id}' has dependencies and cannot be deleted.")
    call.notes["acls"] = [a.id for a in ec2.network_acls.values() if a.vpc_id == found.id]


@after("ec2", "DeleteVpc")
def deleted(call: Call, result: Any) -> None:
    for acl in call.notes["acls"]:
        call.ec2.network_acls.pop(acl, None)
    call.ec2.groups.pop(call.params["VpcId"], None)


@before("ec2", "ModifyVpcAttribute")
def modify(call: Call) -> None:
    found = lookups.vpc(call.ec2, call.params["VpcId"])
    names = [n for n in ("EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics") if n in call.params]
    if len(names) != 1:
        raise AwsError("InvalidParameterCombination", "Only one attribute can be modified at a time" if names else "No attributes specified.")
    wanted = call.params[names[0]].get("Value")
    if names[0] == "EnableDnsHostnames" and wanted and not found.enable_dns_support:
        raise AwsError("InvalidParameterCombination", "The VPC's DNS support must be enabled before its DNS hostnames can be.")


@before("ec2", "DescribeVpcAttribute")
def attribute(call: Call) -> None:
    lookups.vpc(call.ec2, call.params["VpcId"])
    name = call.params["Attribute"]
    call.params["Attribute"] = name[0].upper() + name[1:]


@after("ec2", "DescribeVpcAttribute")
def attribute_told(call: Call, result: dict[str, Any]) -> None:
    found = call.ec2.vpcs[call.params["VpcId"]]
    values = {
        "EnableDnsSupport": found.enable_dns_support, "EnableDnsHostnames": found.enable_dns_hostnames,
        "EnableNetworkAddressUsageMetrics": found.enable_network_address_usage_metrics,
    }
    name = call.params["Attribute"]
    if name in values:
        result[name] = {"Value": str(values[name]).lower() == "true"}


@after("ec2", "DescribeVpcs")
def describe(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("Vpcs", []):
        if row.get("DhcpOptionsId") == "default":
            row["DhcpOptionsId"] = "dopt-" + "0" * 17
