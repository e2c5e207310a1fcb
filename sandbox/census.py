"""Reads with boto3 what a sandbox holds, for tests that compare a scan with an independent reading.

    python3 sandbox/census.py --endpoint http://127.0.0.1:PORT

Prints one JSON object: Region, CloudFormation's type name, id, tags. IAM stands under us-east-1.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.exceptions import ClientError

Row = tuple[str, dict[str, str]]

# Type name, operation, the list in its answer, the member that is the id.
EC2 = (
    ("AWS::EC2::VPC", "describe_vpcs", "Vpcs", "VpcId"),
    ("AWS::EC2::Subnet", "describe_subnets", "Subnets", "SubnetId"),
    ("AWS::EC2::InternetGateway", "describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("AWS::EC2::EIP", "describe_addresses", "Addresses", "AllocationId"),
    ("AWS::EC2::NatGateway", "describe_nat_gateways", "NatGateways", "NatGatewayId"),
    ("AWS::EC2::RouteTable", "describe_route_tables", "RouteTables", "RouteTableId"),
    ("AWS::EC2::SecurityGroup", "describe_security_groups", "SecurityGroups", "GroupId"),
    ("AWS::EC2::KeyPair", "describe_key_pairs", "KeyPairs", "KeyName"),
    ("AWS::EC2::Volume", "describe_volumes", "Volumes", "VolumeId"),
    ("AWS::EC2::NetworkInterface", "describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId"),
    ("AWS::EC2::VPCEndpoint", "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
)


def pages(client: Any, operation: str, key: str, **request: Any) -> Iterator[dict[str, Any]]:
    if client.can_paginate(operation):
        for page in client.get_paginator(operation).paginate(**request):
            yield from page[key]
    else:
        yield from getattr(client, operation)(**request)[key]


def tags(listed: list[dict[str, str]] | None) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in listed or []}


def of_ec2(client: Any) -> Iterator[tuple[str, Row]]:
    for name, operation, key, identity in EC2:
        for row in pages(client, operation, key):
            yield name, (row[identity], tags(row.get("Tags") or row.get("TagSet")))
    for reservation in pages(client, "describe_instances", "Reservations"):
        for row in reservation["Instances"]:
            yield "AWS::EC2::Instance", (row["InstanceId"], tags(row.get("Tags")))


def of_rds(client: Any) -> Iterator[tuple[str, Row]]:
    for row in pages(client, "describe_db_subnet_groups", "DBSubnetGroups"):
        own = client.list_tags_for_resource(ResourceName=row["DBSubnetGroupArn"])["TagList"]
        yield "AWS::RDS::DBSubnetGroup", (row["DBSubnetGroupName"], tags(own))
    for row in pages(client, "describe_db_instances", "DBInstances"):
        yield "AWS::RDS::DBInstance", (row["DBInstanceIdentifier"], tags(row.get("TagList")))


def of_s3(client: Any, region: str) -> Iterator[tuple[str, Row]]:
    for row in client.list_buckets()["Buckets"]:
        place = client.get_bucket_location(Bucket=row["Name"]).get("LocationConstraint") or "us-east-1"
        if place != region:
            continue
        try:
            own = tags(client.get_bucket_tagging(Bucket=row["Name"])["TagSet"])
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchTagSet":
                raise
            own = {}
        yield "AWS::S3::Bucket", (row["Name"], own)


def of_iam(client: Any) -> Iterator[tuple[str, Row]]:
    for row in pages(client, "list_roles", "Roles"):
        yield "AWS::IAM::Role", (row["RoleName"], tags(client.list_role_tags(RoleName=row["RoleName"])["Tags"]))
    for row in pages(client, "list_instance_profiles", "InstanceProfiles"):
        own = client.list_instance_profile_tags(InstanceProfileName=row["InstanceProfileName"])["Tags"]
        yield "AWS::IAM::InstanceProfile", (row["InstanceProfileName"], tags(own))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    endpoint = parser.parse_args().endpoint

    def client(service: str, region: str) -> Any:
        return boto3.client(
            service, region_name=region, endpoint_url=endpoint, aws_access_key_id="census", aws_secret_access_key="census"
        )

    found: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for region in sorted(row["RegionName"] for row in client("ec2", "us-east-1").describe_regions()["Regions"]):
        rows = [*of_ec2(client("ec2", region)), *of_rds(client("rds", region)), *of_s3(client("s3", region), region)]
        if region == "us-east-1":
            rows += of_iam(client("iam", region))
        for name, (identity, own) in rows:
            found.setdefault(region, {}).setdefault(name, {})[identity] = own
    print(json.dumps(found))


if __name__ == "__main__":
    main()
