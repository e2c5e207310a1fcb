"""Elastic IP addresses: one in use stays, and a pending instance takes none."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before


NOT_FREE = "You do not have permission to access the specified resource."


@before("ec2", "ReleaseAddress")
def release(call: Call) -> None:
    address = lookups.address(call.ec2, call.params.get("AllocationId"), call.params.get("PublicIp"))
    if getattr(address, "lingers_in", None):
        raise AwsError("AuthFailure", NOT_FREE, 401)
    if address.association_id:
        raise AwsError("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.")


@after("ec2", "AllocateAddress")
def allocated(call: Call, result: dict[str, Any]) -> None:
    result["PublicIpv4Pool"] = call.params.get("PublicIpv4Pool", "amazon")
    lookups.address(call.ec2, result["AllocationId"]).pool = result["PublicIpv4Pool"]


@after("ec2", "DescribeAddresses")
def described(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("Addresses", []):
        row["PublicIpv4Pool"] = getattr(lookups.address(call.ec2, row["AllocationId"]), "pool", "amazon")


@before("ec2", "AssociateAddress")
def associate(call: Call) -> None:
    params, ec2 = call.params, call.ec2
    address = lookups.address(ec2, params.get("AllocationId"), params.get("PublicIp"))
    if params.get("InstanceId"):
        instance = lookups.instance(ec2, params["InstanceId"])
        if instance.state == "pending":
            raise AwsError("IncorrectInstanceState", f"The pending instance '{instance.id}' is not in a valid state for this operation.")
        if instance.state not in ("running", "stopped", "stopping"):
            raise AwsError("InvalidInstanceID", f"The instance '{instance.id}' is not in a valid state for this operation.")
        vpc_id = instance.vpc_id
    elif params.get("NetworkInterfaceId"):
        vpc_id = lookups.interface(ec2, params["NetworkInterfaceId"]).vpc_id
    else:
        raise AwsError("MissingParameter", "Either instance ID or network interface id must be specified")
    if address.association_id and not params.get("AllowReassociation"):
        raise AwsError("Resource.AlreadyAssociated", f"resource {address.allocation_id} is already associated with associate-id {address.association_id}")
    if not any(getattr(g, "vpc", None) and g.vpc.id == vpc_id for g in ec2.internet_gateways.values()):
        raise AwsError("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")


@before("ec2", "DisassociateAddress")
def disassociate(call: Call) -> None:
    address = lookups.address(call.ec2, None, call.params.get("PublicIp"), call.params.get("AssociationId"))
    if getattr(address, "lingers_in", None) or (address.eni and address.eni.requester_managed):
        raise AwsError("AuthFailure", NOT_FREE, 401)
