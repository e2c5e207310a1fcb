"""The default VPC that every Region starts with, with the gateway, route and group rule that moto leaves out."""

from typing import Any

from moto.ec2.models import EC2Backend

_moto_init = EC2Backend.__init__


def _with_way_out(ec2: Any, region_name: str, account_id: str) -> None:
    _moto_init(ec2, region_name, account_id)
    vpc = ec2.default_vpc
    gateway = ec2.create_internet_gateway()
    ec2.attach_internet_gateway(gateway.id, vpc.id)
    main = next(t for t in ec2.route_tables.values() if t.vpc_id == vpc.id)
    ec2.create_route(main.id, "0.0.0.0/0", gateway_id=gateway.id)
    for group in ec2.groups[vpc.id].values():
        allow_itself(ec2, group)


def allow_itself(ec2: Any, group: Any) -> None:
    """A default group lets its own members in."""
    from moto.ec2.models.security_groups import SecurityGroupRule

    if group.name == "default" and not group.ingress_rules:
        source = {"GroupId": group.id, "UserId": ec2.account_id}
        group.ingress_rules.append(SecurityGroupRule(ec2, "-1", group.id, None, None, None, source, is_egress=False))


EC2Backend.__init__ = _with_way_out
