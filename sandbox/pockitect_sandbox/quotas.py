"""Quotas: AWS's defaults, what the control endpoint changed, and the error of each."""

from __future__ import annotations

from dataclasses import dataclass

from .call import Call
from .errors import AwsError


@dataclass(frozen=True)
class Quota:
    service: str
    code: str
    name: str
    value: float
    error: str
    message: str
    adjustable: bool = True


VPC_DOCS = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
QUOTAS = {
    "vpcs": Quota("vpc", "L-F678F1CE", "VPCs per Region", 5, "VpcLimitExceeded", "The maximum number of VPCs has been reached."),
    "internet gateways": Quota("vpc", "L-A4707A72", "Internet gateways per Region", 5, "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached."),
    "addresses": Quota("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, "AddressLimitExceeded", "The maximum number of addresses has been reached."),
    "nat gateways per zone": Quota("vpc", "L-FE5A380F", "NAT gateways per Availability Zone", 5, "NatGatewayLimitExceeded", "The maximum number of NAT Gateways has been reached."),
    "vcpus": Quota("ec2", "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 32, "VcpuLimitExceeded", ""),
    "vcpus g": Quota("ec2", "L-DB2E81BA", "Running On-Demand G and VT instances", 0, "VcpuLimitExceeded", ""),
    "vcpus p": Quota("ec2", "L-417A185B", "Running On-Demand P instances", 0, "VcpuLimitExceeded", ""),
    "vcpus inf": Quota("ec2", "L-1945791B", "Running On-Demand Inf instances", 0, "VcpuLimitExceeded", ""),
    "vcpus f": Quota("ec2", "L-74FC7D96", "Running On-Demand F instances", 0, "VcpuLimitExceeded", ""),
    "vcpus x": Quota("ec2", "L-7295265B", "Running On-Demand X instances", 0, "VcpuLimitExceeded", ""),
    "subnets per vpc": Quota("vpc", "L-407747CB", "Subnets per VPC", 200, "SubnetLimitExceeded", "The maximum number of subnets has been reached."),
    "route tables per vpc": Quota("vpc", "L-589F43AA", "Route tables per VPC", 200, "RouteTableLimitExceeded", "The maximum number of route tables has been reached."),
    "routes per route table": Quota("vpc", "L-93826ACB", "Routes per route table", 50, "RouteLimitExceeded", "The maximum number of routes has been reached."),
    "security groups": Quota("vpc", "L-E79EC296", "VPC security groups per Region", 2500, "SecurityGroupLimitExceeded", "The maximum number of security groups has been reached."),
    "rules per security group": Quota("vpc", "L-0EA8095F", "Inbound or outbound rules per security group", 60, "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."),
    "groups per interface": Quota("vpc", "L-2AFB9258", "Security groups per network interface", 5, "SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface has been reached."),
    "db instances": Quota("rds", "L-7B6409FD", "DB instances", 40, "InstanceQuotaExceeded", "DB instance quota exceeded."),
    "buckets": Quota("s3", "L-DC2B2D3D", "General purpose buckets", 10000, "TooManyBuckets", "You have attempted to create more buckets than allowed"),
}


def value(call: Call, name: str) -> float:
    quota = QUOTAS[name]
    changed = call.box.quotas
    return changed.get(f"{call.region}/{quota.code}", changed.get(quota.code, quota.value))


def at_most(call: Call, name: str, wanted: int, about: str = "", message: str = "") -> None:
    """Refuses calls that would exceed the quota."""
    del about
    if wanted > value(call, name):
        quota = QUOTAS[name]
        raise AwsError(quota.error, message or quota.message)
