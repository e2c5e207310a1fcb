"""Load balancers: protected ones stay, and each holds an interface in every one of its subnets."""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..errors import AwsError
from ..rulebook import after, before


def _find(call: Call) -> Any:
    return call.box.backend("elbv2", call.region).load_balancers.get(call.params["LoadBalancerArn"])


@before("elbv2", "CreateLoadBalancer")
def check(call: Call) -> None:
    params = call.params
    ids = [*(params.get("Subnets") or []), *(m["SubnetId"] for m in params.get("SubnetMappings") or [])]
    subnets = [lookups.subnet(call.ec2, i) for i in ids]
    if params.get("Type", "application") == "application" and len({s.availability_zone for s in subnets}) < 2:
        raise AwsError("ValidationError", "At least two subnets in two different Availability Zones must be specified")
    for group_id in params.get("SecurityGroups") or []:
        if subnets and lookups.security_group(call.ec2, group_id).vpc_id != subnets[0].vpc_id:
            raise AwsError("InvalidConfigurationRequest", f"One or more security groups are invalid: {group_id}")


@after("elbv2", "CreateLoadBalancer")
def created(call: Call, result: dict[str, Any]) -> None:
    for row in result.get("LoadBalancers", []):
        balancer = call.box.backend("elbv2", call.region).load_balancers[row["LoadBalancerArn"]]
        name = balancer.arn.split(":loadbalancer/")[1]
        kind = "network_load_balancer" if balancer.type == "network" else "interface"
        balancer.interfaces = [
            lookups.managed_interface(call.ec2, subnet, balancer.security_groups or [], f"ELB {name}", kind, "amazon-elb")
            for subnet in balancer.subnets
        ]
        balancer.state = "provisioning"
        row["State"] = {"Code": "provisioning"}
        call.box.clock.later("elb.provisioning", lambda b=balancer: setattr(b, "state", "active"))


@after("elbv2", "DescribeLoadBalancers")
def described(call: Call, result: dict[str, Any]) -> None:
    known = call.box.backend("elbv2", call.region).load_balancers
    for row in result.get("LoadBalancers", []):
        row["State"] = {"Code": known[row["LoadBalancerArn"]].state}


@before("elbv2", "DeleteLoadBalancer")
def delete(call: Call) -> None:
    balancer = _find(call)
    if balancer is None:
        return
    if str(balancer.attrs.get("deletion_protection.enabled")).lower() == "true":
        raise AwsError("OperationNotPermitted", f"Load balancer '{balancer.arn}' cannot be deleted because deletion protection is enabled")
    call.notes["interfaces"] = getattr(balancer, "interfaces", [])


@after("elbv2", "DeleteLoadBalancer")
def deleted(call: Call, result: Any) -> None:
    for interface in call.notes.get("interfaces", []):
        lookups.let_go(call, interface)


@before("elbv2", "DeleteTargetGroup")
def delete_group(call: Call) -> None:
    elb = call.box.backend("elbv2", call.region)
    group = elb.target_groups.get(call.params["TargetGroupArn"])
    if group is not None and getattr(group, "load_balancer_arns", None):
        raise AwsError("ResourceInUse", f"Target group '{group.arn}' is currently in use by a listener or a rule")
