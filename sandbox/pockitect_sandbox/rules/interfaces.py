"""Network interfaces: who owns them, and that one in use stays."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before


@before("ec2", "DeleteNetworkInterface")
def delete(call: Call) -> None:
    found = lookups.interface(call.ec2, call.params["NetworkInterfaceId"])
    if found.requester_managed:
        raise AwsError("OperationNotPermitted", f"You are not allowed to manage '{found.id}' attachments.")
    if found.status == "in-use" or found.attachment_id:
        raise AwsError("InvalidParameterValue", f"Network interface '{found.id}' is currently in use.")


@before("ec2", "DetachNetworkInterface")
def detach(call: Call) -> None:
    for found in call.ec2.enis.values():
        if call.params["AttachmentId"] == getattr(found, "managed_attachment", None):
            raise AwsError("OperationNotPermitted", "You do not have permission to access the specified resource.")
        if found.attachment_id == call.params["AttachmentId"] and found.device_index == 0:
            raise AwsError("OperationNotPermitted", "The network interface at device index 0 cannot be detached.")


@before("ec2", "AttachNetworkInterface")
def attach(call: Call) -> None:
    found = lookups.interface(call.ec2, call.params["NetworkInterfaceId"])
    instance = lookups.instance(call.ec2, call.params["InstanceId"])
    if found.status == "in-use":
        raise AwsError("InvalidNetworkInterface.InUse", f"Interface {found.id} in use.")
    if found.subnet.availability_zone != instance.placement.zone:
        raise AwsError("InvalidParameterCombination", "You may not attach a network interface to an instance if they are not in the same availability zone")


@before("ec2", "ModifyNetworkInterfaceAttribute")
def modify(call: Call) -> None:
    found = lookups.interface(call.ec2, call.params["NetworkInterfaceId"])
    if found.requester_managed and "Groups" in call.params:
        raise AwsError("OperationNotPermitted", f"You do not have permission to access the specified resource.")
    for group_id in call.params.get("Groups") or []:
        if lookups.security_group(call.ec2, group_id).vpc_id != found.vpc_id:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    change = call.params.get("Attachment") or {}
    if "DeleteOnTermination" in change:
        found.delete_on_termination = change["DeleteOnTermination"]


@before("ec2", "CreateNetworkInterface")
def create(call: Call) -> None:
    subnet = lookups.subnet(call.ec2, call.params["SubnetId"])
    for group_id in call.params.get("Groups") or []:
        if lookups.security_group(call.ec2, group_id).vpc_id != subnet.vpc_id:
            raise AwsError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist in VPC '{subnet.vpc_id}'")


def name_owner(call: Call, interface: dict[str, Any]) -> None:
    """moto says that every public address is the account's, also one that AWS lent to the interface."""
    association = interface.get("Association") or {}
    if association.get("PublicIp"):
        is_own = bool(call.ec2.address_by_ip([association["PublicIp"]], fail_if_not_found=False))
        association["IpOwnerId"] = call.ec2.account_id if is_own else "amazon"


@after("ec2", "DescribeNetworkInterfaces")
def describe(call: Call, result: dict[str, Any]) -> None:
    rows = []
    for row in result.get("NetworkInterfaces", []):
        found = call.ec2.enis[row["NetworkInterfaceId"]]
        row["RequesterManaged"] = bool(found.requester_managed)
        if not found.requester_managed:
            row.pop("RequesterId", None)
        row["InterfaceType"] = found.interface_type
        if attachment := getattr(found, "managed_attachment", None):
            row["Attachment"] = {
                "AttachmentId": attachment, "DeleteOnTermination": False, "DeviceIndex": 1,
                "InstanceOwnerId": found.requester_id, "Status": "attached",
            }
        if not (row.get("Association") or {}).get("PublicIp"):
            row.pop("Association", None)
        name_owner(call, row)
        rows.append(row)
    result["NetworkInterfaces"] = rows
