"""NAT gateways: they take time to come and go, hold an interface and an address, and linger as deleted."""

from __future__ import annotations

from typing import Any


from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before, instead


@before("ec2", "CreateNatGateway")
def check(call: Call) -> None:
    params = call.params
    lookups.subnet(call.ec2, params["SubnetId"])
    kind = params.setdefault("ConnectivityType", "public")
    if kind == "private":
        if params.get("AllocationId"):
            raise AwsError("InvalidParameterCombination", "AllocationId cannot be specified with ConnectivityType private.")
        return
    if not params.get("AllocationId"):
        raise AwsError("MissingParameter", "The request must include the AllocationId parameter. Add the required parameter and retry the request.")
    address = lookups.address(call.ec2, allocation_id=params["AllocationId"])
    if address.association_id:
        raise AwsError("Resource.AlreadyAssociated", f"Elastic IP address [{address.allocation_id}] is already associated")
    subnet = lookups.subnet(call.ec2, params["SubnetId"])
    if not any(getattr(g, "vpc", None) and g.vpc.id == subnet.vpc_id for g in call.ec2.internet_gateways.values()):
        # AWS creates the gateway, which fails a little later.
        call.notes["fails"] = True


@after("ec2", "CreateNatGateway")
def created(call: Call, result: dict[str, Any]) -> None:
    nat = call.ec2.nat_gateways[result["NatGateway"]["NatGatewayId"]]
    eni = nat._eni
    # moto draws an address from nowhere; a real one is inside the subnet.
    eni.private_ip_address = eni.subnet.get_available_subnet_ip(None)
    eni.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": eni.private_ip_address}]
    eni.description = f"Interface for NAT Gateway {nat.id}"
    eni.requester_managed, eni.interface_type, eni.status = True, "nat_gateway", "in-use"
    eni.managed_attachment = eni.id.replace("eni-", "ela-attach-")
    eni._group_set = []
    for told in nat.address_set:
        told["privateIp"] = eni.private_ip_address
        told["isPrimary"] = True
        told["status"] = "succeeded"
    nat.state = "pending"
    result["NatGateway"]["State"] = "pending"
    fails = call.notes.get("fails")
    call.box.clock.later("nat.pending", lambda: _settled(call, nat, fails))


def _settled(call: Call, nat: Any, fails: bool) -> None:
    if nat.state != "pending":
        return
    if fails:
        nat.state = "failed"
        nat.failure = ("Gateway.NotAttached", f"Network {nat.vpc_id} has no Internet gateway attached")
        lookups.drop_interface(call.ec2, nat._eni)
        call.box.clock.later("linger", lambda: call.ec2.nat_gateways.pop(nat.id, None))
    else:
        nat.state = "available"


@instead("ec2", "DeleteNatGateway")
def delete(call: Call) -> dict[str, Any]:
    nat = call.ec2.nat_gateways.get(call.params["NatGatewayId"])
    if nat is None or nat.state == "deleted":
        raise AwsError("NatGatewayNotFound", f"NatGateway {call.params['NatGatewayId']} was not found")
    if nat.state != "deleting":
        nat.state = "deleting"
        call.box.clock.later("nat.deleting", lambda: _deleted(call, nat))
    return {"NatGatewayId": nat.id}


def _deleted(call: Call, nat: Any) -> None:
    from moto.core.utils import utcnow

    held = [(a, a.association_id) for a in call.ec2.addresses if a.eni is nat._eni]
    lookups.drop_interface(call.ec2, nat._eni)
    for address, association in held:
        # The mapping outlives the gateway: hashicorp/terraform-provider-aws#13763.
        address.association_id, address.lingers_in = association, nat.vpc_id
        call.box.clock.later("lag.mapping", lambda a=address: _unmap(a))
    nat.state = "deleted"
    nat.deleted_at = utcnow()
    call.box.clock.later("linger", lambda: call.ec2.nat_gateways.pop(nat.id, None))


def _unmap(address: Any) -> None:
    address.association_id = address.lingers_in = None


@after("ec2", "DescribeNatGateways")
def describe(call: Call, result: dict[str, Any]) -> None:
    asked = set(call.params.get("NatGatewayIds") or [])
    if missing := asked - set(call.ec2.nat_gateways):
        raise AwsError("NatGatewayNotFound", f"NatGateway {', '.join(sorted(missing))} was not found")
    for row in result.get("NatGateways", []):
        nat = call.ec2.nat_gateways[row["NatGatewayId"]]
        row["ConnectivityType"] = nat.connectivity_type or "public"
        row["NatGatewayAddresses"] = [
            {
                "AllocationId": a.get("allocationId"), "PublicIp": a.get("publicIp"), "AssociationId": a.get("associationId"),
                "NetworkInterfaceId": a.get("networkInterfaceId"), "PrivateIp": a.get("privateIp"), "IsPrimary": True,
                "Status": "succeeded",
            }
            for a in nat.address_set
        ]
        if failure := getattr(nat, "failure", None):
            row["FailureCode"], row["FailureMessage"] = failure
        if gone := getattr(nat, "deleted_at", None):
            row["DeleteTime"] = gone
