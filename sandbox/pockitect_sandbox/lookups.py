"""Questions that several rules ask of moto's EC2 state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import AwsError


def instances(ec2: Any) -> Iterator[Any]:
    for reservation in ec2.reservations.values():
        yield from reservation.instances


def instance(ec2: Any, instance_id: str) -> Any:
    for found in instances(ec2):
        if found.id == instance_id:
            return found
    raise AwsError("InvalidInstanceID.NotFound", f"The instance ID '{instance_id}' does not exist")


def subnets(ec2: Any) -> Iterator[Any]:
    for by_id in ec2.subnets.values():
        yield from by_id.values()


def subnet(ec2: Any, subnet_id: str) -> Any:
    for found in subnets(ec2):
        if found.id == subnet_id:
            return found
    raise AwsError("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist")


def vpc(ec2: Any, vpc_id: str) -> Any:
    if vpc_id not in ec2.vpcs:
        raise AwsError("InvalidVpcID.NotFound", f"The vpc ID '{vpc_id}' does not exist")
    return ec2.vpcs[vpc_id]


def security_groups(ec2: Any) -> Iterator[Any]:
    for by_id in ec2.groups.values():
        yield from by_id.values()


def security_group(ec2: Any, group_id: str) -> Any:
    for found in security_groups(ec2):
        if found.id == group_id:
            return found
    raise AwsError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")


def interface(ec2: Any, interface_id: str) -> Any:
    if interface_id not in ec2.enis:
        raise AwsError("InvalidNetworkInterfaceID.NotFound", f"The networkInterface ID '{interface_id}' does not exist")
    return ec2.enis[interface_id]


def address(ec2: Any, allocation_id: str | None = None, public_ip: str | None = None, association_id: str | None = None) -> Any:
    for found in ec2.addresses:
        if allocation_id and found.allocation_id == allocation_id:
            return found
        if public_ip and found.public_ip == public_ip:
            return found
        if association_id and found.association_id == association_id:
            return found
    if association_id:
        raise AwsError("InvalidAssociationID.NotFound", f"The association ID '{association_id}' does not exist")
    if public_ip:
        raise AwsError("InvalidAddress.NotFound", f"Address '{public_ip}' not found.")
    raise AwsError("InvalidAllocationID.NotFound", f"The allocation ID '{allocation_id}' does not exist")


def route_table(ec2: Any, table_id: str) -> Any:
    if table_id not in ec2.route_tables:
        raise AwsError("InvalidRouteTableID.NotFound", f"The routeTable ID '{table_id}' does not exist")
    return ec2.route_tables[table_id]


def volume(ec2: Any, volume_id: str) -> Any:
    if volume_id not in ec2.volumes:
        raise AwsError("InvalidVolume.NotFound", f"The volume '{volume_id}' does not exist.")
    return ec2.volumes[volume_id]


def drop_interface(ec2: Any, found: Any) -> None:
    """Removes an interface with whatever public address it holds."""
    for held in ec2.addresses:
        if held.eni is found:
            held.eni = held.instance = held.association_id = None
    if found.id in ec2.enis:
        found.public_ip = None
        found.delete()


def let_go(call: Any, found: Any) -> None:
    """An interface of a deleted owner stays for a while, and uses its subnet and its groups."""
    call.box.clock.later("lag.interface", lambda: drop_interface(call.ec2, found))


def managed_interface(ec2: Any, in_subnet: Any, groups: list[str], description: str, kind: str, requester: str) -> Any:
    """An interface of another service, which only that service may detach or delete."""
    from moto.ec2.utils import random_eni_attach_id

    made = ec2.create_network_interface(
        in_subnet, in_subnet.get_available_subnet_ip(None), group_ids=groups, description=description,
    )
    made.requester_managed = True
    made.requester_id = requester
    made.interface_type = kind
    made.status = "in-use"
    made.managed_attachment = random_eni_attach_id().replace("eni-attach", "ela-attach")
    return made
