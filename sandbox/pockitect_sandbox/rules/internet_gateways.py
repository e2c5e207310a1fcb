"""Internet gateways: one per VPC, and attached while anything public depends on it."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import before


def _gateway(call: Call) -> Any:
    gateway_id = call.params["InternetGatewayId"]
    if gateway_id not in call.ec2.internet_gateways:
        raise AwsError("InvalidInternetGatewayID.NotFound", f"The internetGateway ID '{gateway_id}' does not exist")
    return call.ec2.internet_gateways[gateway_id]


@before("ec2", "AttachInternetGateway")
def attach(call: Call) -> None:
    gateway, vpc = _gateway(call), lookups.vpc(call.ec2, call.params["VpcId"])
    if gateway.vpc:
        raise AwsError("Resource.AlreadyAssociated", f"resource {gateway.id} is already attached to network {gateway.vpc.id}")
    for other in call.ec2.internet_gateways.values():
        if other.vpc and other.vpc.id == vpc.id:
            raise AwsError("InvalidParameterValue", f"Network {vpc.id} already has an internet gateway attached")


@before("ec2", "DetachInternetGateway")
def detach(call: Call) -> None:
    gateway, ec2 = _gateway(call), call.ec2
    vpc_id = call.params["VpcId"]
    if not gateway.vpc or gateway.vpc.id != vpc_id:
        raise AwsError("Gateway.NotAttached", f"resource {gateway.id} is not attached to network {vpc_id}")
    if any(e.vpc_id == vpc_id and e.public_ip for e in ec2.enis.values()) or any(getattr(a, "lingers_in", None) == vpc_id for a in ec2.addresses):
        raise AwsError(
            "DependencyViolation",
            f"Network {vpc_id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
        )


@before("ec2", "DeleteInternetGateway")
def delete(call: Call) -> None:
    gateway = _gateway(call)
    if gateway.vpc:
        raise AwsError("DependencyViolation", f"The internetGateway '{gateway.id}' has dependencies and cannot be deleted.")
