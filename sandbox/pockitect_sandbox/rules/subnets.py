"""Subnets: ranges, zones, and what keeps one from being deleted."""

from __future__ import annotations

import ipaddress
from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before
from .vpcs import canonical


@before("ec2", "CreateSubnet")
def create(call: Call) -> None:
    params, ec2 = call.params, call.ec2
    vpc = lookups.vpc(ec2, params["VpcId"])
    zones = {z.name: z for z in ec2.describe_availability_zones()}
    by_id = {z.zone_id: z.name for z in zones.values()}
    zone = params.get("AvailabilityZone") or by_id.get(params.get("AvailabilityZoneId", ""))
    if params.get("AvailabilityZoneId") and not zone:
        raise AwsError("InvalidParameterValue", f"Value ({params['AvailabilityZoneId']}) for parameter availabilityZoneId is invalid.")
    if zone and zone not in zones:
        raise AwsError(
            "InvalidParameterValue",
            f"Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following "
            f"availability zones: {', '.join(sorted(zones))}.",
        )
    params.pop("AvailabilityZoneId", None)
    # AWS chooses; always the same one, so that runs can be compared.
    params["AvailabilityZone"] = zone or sorted(zones)[0]
    if "CidrBlock" not in params:
        if not params.get("Ipv6Native"):
            raise AwsError("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
        return
    params["CidrBlock"] = canonical(params["CidrBlock"], "cidrBlock")
    desired = ipaddress.ip_network(params["CidrBlock"])
    inside = [ipaddress.ip_network(a["cidr_block"]) for a in vpc.get_cidr_block_association_set()]
    if not 16 <= desired.prefixlen <= 28 or not any(desired.subnet_of(block) for block in inside):
        raise AwsError("InvalidSubnet.Range", f"The CIDR '{desired}' is invalid.")
    if any(s.vpc_id == vpc.id and s.cidr_block and ipaddress.ip_network(s.cidr_block).overlaps(desired) for s in lookups.subnets(ec2)):
        raise AwsError("InvalidSubnet.Conflict", f"The CIDR '{desired}' conflicts with another subnet")


@after("ec2", "CreateSubnet")
def created(call: Call, result: dict[str, Any]) -> None:
    made = lookups.subnet(call.ec2, result["Subnet"]["SubnetId"])
    # moto takes the first subnet of a zone for a default one, whatever its VPC.
    made.default_for_az = made.map_public_ip_on_launch = False
    result["Subnet"] |= {"DefaultForAz": False, "MapPublicIpOnLaunch": False, "State": "pending"}


@before("ec2", "DeleteSubnet")
def delete(call: Call) -> None:
    ec2, found = call.ec2, lookups.subnet(call.ec2, call.params["SubnetId"])
    # Every resource in a subnet has an interface there: instances, NAT gateways, databases, load balancers, endpoints.
    if any(e.subnet.id == found.id for e in ec2.enis.values()):
        raise AwsError("DependencyViolation", f"The subnet '{found.id}' has dependencies and cannot be deleted.")
    for table in ec2.route_tables.values():
        table._associations = {a: s for a, s in table._associations.items() if s != found.id}


@before("ec2", "ModifySubnetAttribute")
def modify(call: Call) -> None:
    found = lookups.subnet(call.ec2, call.params["SubnetId"])
    names = [n for n in call.params if n not in ("SubnetId", "DryRun")]
    if len(names) != 1:
        raise AwsError("InvalidParameterCombination", "Only one attribute can be modified at a time" if names else "No attributes specified.")
    options = found.private_dns_name_options_on_launch
    if names[0] == "EnableResourceNameDnsAAAARecordOnLaunch":
        options["EnableResourceNameDnsAAAARecord"] = call.params[names[0]]["Value"]
    elif names[0] == "PrivateDnsHostnameTypeOnLaunch":
        options["HostnameType"] = call.params[names[0]]
    elif names[0] == "EnableDns64":
        found.enable_dns64 = call.params[names[0]]["Value"]


@after("ec2", "DescribeSubnets")
def describe(call: Call, result: dict[str, Any]) -> None:
    held: dict[str, int] = {}
    for interface in call.ec2.enis.values():
        held[interface.subnet.id] = held.get(interface.subnet.id, 0) + len(interface.private_ip_addresses)
    for row in result.get("Subnets", []):
        row["State"] = "available"
        row["MapPublicIpOnLaunch"] = str(row.get("MapPublicIpOnLaunch")).lower() == "true"
        if row.get("CidrBlock"):
            size = ipaddress.ip_network(row["CidrBlock"]).num_addresses
            row["AvailableIpAddressCount"] = size - 5 - held.get(row["SubnetId"], 0)
        row["EnableDns64"] = bool(getattr(lookups.subnet(call.ec2, row["SubnetId"]), "enable_dns64", False))
        for block in row.get("Ipv6CidrBlockAssociationSet", []):
            # moto returns the text of a dictionary instead of AWS's word.
            told = block["Ipv6CidrBlockState"]["State"]
            block["Ipv6CidrBlockState"]["State"] = "disassociated" if "disassociated" in told else "associated"
