"""Route tables: the main one is deleted with its VPC, one in use stays, and each route is unique."""

from __future__ import annotations

from typing import Any

from .. import lookups, quotas
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before
from .vpcs import canonical

TARGETS = (
    "GatewayId", "NatGatewayId", "NetworkInterfaceId", "InstanceId", "EgressOnlyInternetGatewayId", "TransitGatewayId",
    "VpcPeeringConnectionId", "VpcEndpointId", "CarrierGatewayId", "LocalGatewayId", "CoreNetworkArn",
)


@before("ec2", "DeleteRouteTable")
def delete(call: Call) -> None:
    table = lookups.route_table(call.ec2, call.params["RouteTableId"])
    if table.main_association_id is not None or table._associations:
        raise AwsError("DependencyViolation", f"The routeTable '{table.id}' has dependencies and cannot be deleted.")


@before("ec2", "AssociateRouteTable")
def associate(call: Call) -> None:
    table = lookups.route_table(call.ec2, call.params["RouteTableId"])
    subnet_id = call.params.get("SubnetId")
    if not subnet_id:
        return
    subnet = lookups.subnet(call.ec2, subnet_id)
    if subnet.vpc_id != table.vpc_id:
        raise AwsError("InvalidParameterValue", f"Route table {table.id} and subnet {subnet.id} belong to different networks")
    for other in call.ec2.route_tables.values():
        if subnet_id in other._associations.values() and other is not table:
            raise AwsError("Resource.AlreadyAssociated", f"the specified association for route table {table.id} conflicts with an existing association")


@before("ec2", "DisassociateRouteTable")
def disassociate(call: Call) -> None:
    for table in call.ec2.route_tables.values():
        if table.main_association_id == call.params["AssociationId"]:
            raise AwsError("InvalidParameterValue", f"cannot disassociate the main route table association {call.params['AssociationId']}")


def _destination(params: dict[str, Any]) -> str:
    for name in ("DestinationCidrBlock", "DestinationIpv6CidrBlock"):
        if params.get(name):
            params[name] = canonical(params[name], name[0].lower() + name[1:])
            return params[name]
    if params.get("DestinationPrefixListId"):
        return params["DestinationPrefixListId"]
    raise AwsError("MissingParameter", "The request must contain the parameter destinationCidrBlock or destinationIpv6CidrBlock")


def _destinations(table: Any) -> set[str]:
    return {
        r.destination_cidr_block or r.destination_ipv6_cidr_block or r.destination_prefix_list_id for r in table.routes
    }


def _check_target(call: Call, table: Any) -> None:
    ec2, params = call.ec2, call.params
    targets = [name for name in TARGETS if params.get(name)]
    if len(targets) != 1:
        raise AwsError("InvalidParameterCombination" if targets else "MissingParameter",
                       "Exactly one of gatewayId, natGatewayId, networkInterfaceId, instanceId and the like must be specified.")
    value = params[targets[0]]
    if targets[0] == "GatewayId" and value.startswith("igw-"):
        gateway = ec2.internet_gateways.get(value)
        if gateway is None:
            raise AwsError("InvalidInternetGatewayID.NotFound", f"The internetGateway ID '{value}' does not exist")
        if not gateway.vpc or gateway.vpc.id != table.vpc_id:
            raise AwsError("InvalidParameterValue", f"route table {table.id} and network gateway {value} belong to different networks")
    elif targets[0] == "NatGatewayId":
        nat = ec2.nat_gateways.get(value)
        if nat is None or nat.state in ("deleted", "deleting", "failed"):
            raise AwsError("InvalidNatGatewayID.NotFound", f"The natGateway ID '{value}' does not exist")
        if nat.vpc_id != table.vpc_id:
            raise AwsError("InvalidParameterValue", f"route table {table.id} and network gateway {value} belong to different networks")


@before("ec2", "CreateRoute")
def create_route(call: Call) -> None:
    table = lookups.route_table(call.ec2, call.params["RouteTableId"])
    destination = _destination(call.params)
    _check_target(call, table)
    if destination in _destinations(table):
        raise AwsError("RouteAlreadyExists", f"The route identified by {destination} already exists.")
    quotas.at_most(call, "routes per route table", sum(not r.local for r in table.routes) + 1, table.id)


@before("ec2", "ReplaceRoute")
def replace_route(call: Call) -> None:
    table = lookups.route_table(call.ec2, call.params["RouteTableId"])
    destination = _destination(call.params)
    _check_target(call, table)
    if destination not in _destinations(table):
        raise AwsError("InvalidParameterValue", f"There is no route defined for '{destination}' in the route table. Use CreateRoute instead.")


@before("ec2", "DeleteRoute")
def delete_route(call: Call) -> None:
    table = lookups.route_table(call.ec2, call.params["RouteTableId"])
    destination = _destination(call.params)
    if destination not in _destinations(table):
        raise AwsError("InvalidRoute.NotFound", f"no route with destination-cidr-block {destination} in route table {table.id}")
    if any(r.local and destination in (r.destination_cidr_block, r.destination_ipv6_cidr_block) for r in table.routes):
        raise AwsError("InvalidParameterValue", f"cannot remove local route {destination} in route table {table.id}")


@after("ec2", "DescribeRouteTables")
def describe(call: Call, result: dict[str, Any]) -> None:
    """A route with a deleted target stays, as a blackhole."""
    ec2 = call.ec2
    for row in result.get("RouteTables", []):
        for route in row.get("Routes", []):
            nat, gateway = route.get("NatGatewayId"), route.get("GatewayId") or ""
            gone = (
                (nat and (nat not in ec2.nat_gateways or ec2.nat_gateways[nat].state in ("deleted", "failed")))
                or (gateway.startswith("igw-") and (gateway not in ec2.internet_gateways or not ec2.internet_gateways[gateway].vpc))
                or (route.get("NetworkInterfaceId") and route["NetworkInterfaceId"] not in ec2.enis)
            )
            route["State"] = "blackhole" if gone else "active"
        row.setdefault("PropagatingVgws", [])


@after("ec2", "CreateRouteTable")
def created(call: Call, result: dict[str, Any]) -> None:
    result.setdefault("ClientToken", call.params.get("ClientToken"))
