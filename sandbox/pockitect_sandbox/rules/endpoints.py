"""VPC endpoints: they take time to come and go, hold interfaces of their own, and are named in routes."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead


@before("ec2", "CreateVpcEndpoint")
def check(call: Call) -> None:
    params, ec2 = call.params, call.ec2
    vpc = lookups.vpc(ec2, params["VpcId"])
    if not params.get("ServiceName", "").startswith(("com.amazonaws.", "aws.")):
        raise AwsError("InvalidServiceName", f"The Vpc Endpoint Service '{params.get('ServiceName')}' does not exist")
    kind = params.setdefault("VpcEndpointType", "Gateway")
    if kind == "Gateway":
        if params.get("SubnetIds") or params.get("SecurityGroupIds"):
            raise AwsError("InvalidParameter", "Endpoint type (Gateway) does not support subnets or security groups.")
        if not params["ServiceName"].endswith((".s3", ".dynamodb")):
            raise AwsError("InvalidParameter", f"Endpoint type (Gateway) does not match available service types ([Interface]).")
    elif params.get("RouteTableIds"):
        raise AwsError("InvalidParameter", f"Endpoint type ({kind}) does not support route tables.")
    for subnet_id in params.get("SubnetIds") or []:
        if lookups.subnet(ec2, subnet_id).vpc_id != vpc.id:
            raise AwsError("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist")
    for table_id in params.get("RouteTableIds") or []:
        if lookups.route_table(ec2, table_id).vpc_id != vpc.id:
            raise AwsError("InvalidRouteTableId.NotFound", f"The routeTable ID '{table_id}' does not exist")
    if kind == "Interface" and not params.get("SecurityGroupIds"):
        params["SecurityGroupIds"] = [next(g.id for g in ec2.groups[vpc.id].values() if g.name == "default")]
    for group_id in params.get("SecurityGroupIds") or []:
        if lookups.security_group(ec2, group_id).vpc_id != vpc.id:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")


def _reconcile(call: Call, endpoint: Any) -> None:
    """One interface of its own in each of its subnets; moto's are unused and stay where they were."""
    ec2, held = call.ec2, getattr(endpoint, "held", {})
    for subnet_id in [s for s in held if s not in (endpoint.subnet_ids or [])]:
        lookups.drop_interface(ec2, held.pop(subnet_id))
    for subnet_id in endpoint.subnet_ids or []:
        if subnet_id not in held:
            held[subnet_id] = lookups.managed_interface(
                ec2, lookups.subnet(ec2, subnet_id), list(endpoint.security_group_ids), f"VPC Endpoint Interface {endpoint.id}",
                "vpc_endpoint", ec2.account_id)
        held[subnet_id]._group_set = [lookups.security_group(ec2, g) for g in endpoint.security_group_ids]
    endpoint.held = held
    endpoint.network_interface_ids = [i.id for i in held.values()]


@after("ec2", "CreateVpcEndpoint")
def created(call: Call, result: dict[str, Any]) -> None:
    row = result["VpcEndpoint"]
    endpoint = call.ec2.vpc_end_points[row["VpcEndpointId"]]
    for interface_id in endpoint.network_interface_ids:
        call.ec2.enis.pop(interface_id, None)
    endpoint.network_interface_ids = []
    endpoint.private_dns_enabled = call.params.get("PrivateDnsEnabled", endpoint.vpc_endpoint_type == "Interface")
    if endpoint.vpc_endpoint_type != "Gateway":
        _reconcile(call, endpoint)
        endpoint.state = "pending"
        call.box.clock.later("endpoint.pending", lambda: _settled(endpoint))
    described(call, {"VpcEndpoints": [row]})


def _settled(endpoint: Any) -> None:
    if endpoint.state == "pending":
        endpoint.state = "available"


@before("ec2", "ModifyVpcEndpoint")
def check_change(call: Call) -> None:
    endpoint = _find(call, call.params["VpcEndpointId"])
    if endpoint.state != "available":
        raise AwsError("InvalidParameter", f"The VPC endpoint {endpoint.id} is {endpoint.state}.")
    for group_id in call.params.get("AddSecurityGroupIds") or []:
        lookups.security_group(call.ec2, group_id)
    for subnet_id in call.params.get("AddSubnetIds") or []:
        lookups.subnet(call.ec2, subnet_id)


@after("ec2", "ModifyVpcEndpoint")
def changed(call: Call, result: dict[str, Any]) -> None:
    endpoint = _find(call, call.params["VpcEndpointId"])
    if "PrivateDnsEnabled" in call.params:
        endpoint.private_dns_enabled = call.params["PrivateDnsEnabled"]
    if endpoint.vpc_endpoint_type != "Gateway":
        _reconcile(call, endpoint)


def _find(call: Call, endpoint_id: str) -> Any:
    found = call.ec2.vpc_end_points.get(endpoint_id)
    if found is None or found.state == "deleted":
        raise AwsError("InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{endpoint_id}' does not exist")
    return found


@instead("ec2", "DeleteVpcEndpoints")
def delete(call: Call) -> dict[str, Any]:
    """Refused items of a list are in a successful answer."""
    unsuccessful = []
    for endpoint_id in call.params.get("VpcEndpointIds") or []:
        try:
            endpoint = _find(call, endpoint_id)
        except AwsError as refused:
            unsuccessful.append({"ResourceId": endpoint_id, "Error": {"Code": refused.code, "Message": refused.message}})
            continue
        if endpoint.state != "deleting":
            endpoint.state = "deleting"
            call.box.clock.later("endpoint.deleting", lambda e=endpoint: _deleted(call, e))
    return {"Unsuccessful": unsuccessful}


def _deleted(call: Call, endpoint: Any) -> None:
    for interface in getattr(endpoint, "held", {}).values():
        lookups.drop_interface(call.ec2, interface)
    for table in call.ec2.route_tables.values():
        table._routes = {k: r for k, r in table._routes.items() if getattr(r, "gateway", None) is None or getattr(r.gateway, "id", None) != endpoint.id}
    endpoint.state = "deleted"
    call.ec2.vpc_end_points.pop(endpoint.id, None)


@before("ec2", "DescribeVpcEndpoints")
def describe(call: Call) -> None:
    for endpoint_id in call.params.get("VpcEndpointIds") or []:
        _find(call, endpoint_id)


@after("ec2", "DescribeVpcEndpoints")
def described(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("VpcEndpoints", []):
        endpoint = call.ec2.vpc_end_points[row["VpcEndpointId"]]
        row |= {
            "State": endpoint.state, "RequesterManaged": getattr(endpoint, "requester_managed", False), "OwnerId": call.ec2.account_id,
            "SubnetIds": list(endpoint.subnet_ids or []), "RouteTableIds": list(endpoint.route_table_ids or []),
            "NetworkInterfaceIds": list(endpoint.network_interface_ids), "PrivateDnsEnabled": bool(endpoint.private_dns_enabled),
        }
