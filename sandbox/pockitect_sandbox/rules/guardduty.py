"""GuardDuty Runtime Monitoring: if it is on, an instance brings an endpoint and a group into its VPC, and both stay behind.

https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-agent-resource-clean-up.html
"""

from __future__ import annotations

from typing import Any

from .. import lookups
from ..call import Call
from ..rulebook import after

TAG = {"GuardDutyManaged": "true"}


@after("ec2", "RunInstances")
def monitor(call: Call, result: dict[str, Any]) -> None:
    if not call.box.guardduty:
        return
    for row in result.get("Instances", []):
        if row.get("SubnetId"):
            _protect(call, lookups.subnet(call.ec2, row["SubnetId"]))


def _protect(call: Call, subnet: Any) -> None:
    ec2 = call.ec2
    service = f"com.amazonaws.{call.region}.guardduty-data"
    if any(e.vpc_id == subnet.vpc_id and e.service_name == service for e in ec2.vpc_end_points.values()):
        return
    group = ec2.create_security_group(
        f"GuardDutyManagedSecurityGroup-{subnet.vpc_id}", "Security group created by GuardDuty", subnet.vpc_id, dict(TAG))
    endpoint = ec2.create_vpc_endpoint(
        subnet.vpc_id, service, "Interface", None, [], subnet_ids=[], security_group_ids=[group.id], tags=dict(TAG), private_dns_enabled=True)
    endpoint.requester_managed = True
    endpoint.subnet_ids = [subnet.id]
    endpoint.held = {subnet.id: lookups.managed_interface(
        ec2, subnet, [group.id], f"VPC Endpoint Interface {endpoint.id}", "vpc_endpoint", ec2.account_id)}
    endpoint.network_interface_ids = [i.id for i in endpoint.held.values()]
