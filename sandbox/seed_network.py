"""Builds a VPC that is hard to delete: interfaces, endpoints, a NAT gateway, groups that refer to each other, an instance.

    python3 sandbox/seed_network.py --endpoint http://127.0.0.1:PORT --region eu-west-1
    python3 sandbox/seed_network.py --endpoint http://127.0.0.1:PORT --region eu-west-1 --into vpc-0123

Without --into it creates a VPC and everything in it, 19 resources. With --into it adds interfaces and endpoints of
another owner to an existing VPC. Prints the IDs by kind, as one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import boto3
from botocore.config import Config

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


class Network:
    """The clients of one Region, and the resources created there."""

    def __init__(self, endpoint: str, region: str):
        self.endpoint, self.region = endpoint, region
        self.ec2, self.ssm, self.elb = self.client("ec2"), self.client("ssm"), self.client("elbv2")
        self.made: dict[str, list[str]] = {}

    def client(self, service: str) -> Any:
        return boto3.client(
            service, region_name=self.region, endpoint_url=self.endpoint, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="sandbox", config=Config(retries={"max_attempts": 2}),
        )

    def note(self, kind: str, identity: str) -> str:
        self.made.setdefault(kind, []).append(identity)
        return identity

    def build(self) -> None:
        ec2 = self.ec2
        zones = sorted(z["ZoneName"] for z in ec2.describe_availability_zones()["AvailabilityZones"])
        vpc = self.note("Vpc", ec2.create_vpc(CidrBlock="10.90.0.0/16")["Vpc"]["VpcId"])
        subnets = [self.note("Subnet", ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.90.{n}.0/24", AvailabilityZone=zones[n % 2])["Subnet"]["SubnetId"]) for n in range(3)]
        gateway = self.note("InternetGateway", ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"])
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        tables = [self.note("RouteTable", ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]) for _ in range(2)]
        ec2.create_route(RouteTableId=tables[0], DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        for table, subnet in zip((tables[0], tables[1], tables[1]), subnets):
            ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        groups = [self.note("SecurityGroup", ec2.create_security_group(
            GroupName=name, Description=name, VpcId=vpc)["GroupId"]) for name in ("web", "data", "cache")]
        self.name_each_other(vpc, groups)
        nat_address = self.note("EIP", ec2.allocate_address(Domain="vpc")["AllocationId"])
        nat = self.note("NatGateway", ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=nat_address)["NatGateway"]["NatGatewayId"])
        ec2.create_route(RouteTableId=tables[1], DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
        self.foreigners(vpc, subnets, groups, tables)
        image = self.ssm.get_parameter(Name=IMAGE)["Parameter"]["Value"]
        self.note("Instance", ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnets[0], SecurityGroupIds=[groups[0]],
        )["Instances"][0]["InstanceId"])
        address = self.note("EIP", ec2.allocate_address(Domain="vpc")["AllocationId"])
        ec2.associate_address(AllocationId=address, NetworkInterfaceId=self.made["NetworkInterface"][0])

    def name_each_other(self, vpc: str, groups: list[str]) -> None:
        """Rules in a circle, and one in the VPC's default group."""
        default = self.ec2.describe_security_groups(
            Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}])["SecurityGroups"][0]["GroupId"]
        for group, source in ((groups[0], groups[1]), (groups[1], groups[0]), (default, groups[0])):
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
                {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{"GroupId": source}]}])

    def foreigners(self, vpc: str, subnets: list[str], groups: list[str], tables: list[str]) -> None:
        """Two plain interfaces and an endpoint of each kind."""
        for number, subnet in enumerate(subnets[:2]):
            self.note("NetworkInterface", self.ec2.create_network_interface(
                SubnetId=subnet, Groups=groups[:1], Description=f"backup node {number}")["NetworkInterface"]["NetworkInterfaceId"])
        self.note("VpcEndpoint", self.ec2.create_vpc_endpoint(
            VpcId=vpc, ServiceName=f"com.amazonaws.{self.region}.s3", VpcEndpointType="Gateway", RouteTableIds=tables)["VpcEndpoint"]["VpcEndpointId"])
        for service in ("ssm", "logs"):
            self.note("VpcEndpoint", self.ec2.create_vpc_endpoint(
                VpcId=vpc, ServiceName=f"com.amazonaws.{self.region}.{service}", VpcEndpointType="Interface", SubnetIds=subnets[:2],
                SecurityGroupIds=groups[:1])["VpcEndpoint"]["VpcEndpointId"])

    def into(self, vpc: str, with_balancer: bool) -> None:
        where = [{"Name": "vpc-id", "Values": [vpc]}]
        subnets = sorted(self.ec2.describe_subnets(Filters=where)["Subnets"], key=lambda s: s["AvailabilityZone"])
        # One in each zone.
        ids = list({s["AvailabilityZone"]: s["SubnetId"] for s in subnets}.values())
        groups = [g["GroupId"] for g in self.ec2.describe_security_groups(Filters=where)["SecurityGroups"] if g["GroupName"] != "default"]
        tables = [t["RouteTableId"] for t in self.ec2.describe_route_tables(Filters=where)["RouteTables"]]
        self.foreigners(vpc, ids, groups, tables)
        if with_balancer:
            self.note("LoadBalancer", self.elb.create_load_balancer(Name="shop-front", Subnets=ids[:2])["LoadBalancers"][0]["LoadBalancerArn"])


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--into", metavar="VPC", help="a VPC that is there")
    parser.add_argument("--balancer", action="store_true", help="with --into: a load balancer too")
    options = parser.parse_args(argv)
    network = Network(options.endpoint, options.region)
    if options.into:
        network.into(options.into, options.balancer)
    else:
        network.build()
    print(json.dumps(network.made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
