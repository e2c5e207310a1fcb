"""One server for the whole test run, and boto3 clients for it."""

from __future__ import annotations

import atexit
import functools
import json
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from pockitect_sandbox.start import start

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})


class Server:
    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.server, self.box = start("127.0.0.1", 0, Path(self.folder.name), "instant", log_bodies=True)
        self.endpoint = f"http://127.0.0.1:{self.server.port}"
        atexit.register(self.stop)

    def stop(self) -> None:
        self.server.stop()
        self.box.log.close()
        self.folder.cleanup()

    @functools.cache
    def client(self, service: str, region: str = "us-east-1") -> Any:
        return boto3.client(
            service, region_name=region, endpoint_url=self.endpoint,
            aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 0}, read_timeout=5, max_pool_connections=20, s3={"addressing_style": "path"}),
        )

    def control(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_sandbox/{path}", data, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@functools.cache
def server() -> Server:
    return Server()


class SandboxTest(unittest.TestCase):
    """A test with a fresh, strict account at the instant clock."""

    settings: dict[str, Any] = {}

    def setUp(self) -> None:
        self.sandbox = server()
        self.sandbox.control("POST", "reset")
        self.sandbox.control("PATCH", "settings", {"strict": True, "clock": "instant"} | self.settings)
        self.aws = Account(self.sandbox)
        self.ec2, self.rds, self.iam = self.aws.ec2, self.aws.rds, self.aws.iam

    def refuses(self, code: str, call: Any, *args: Any, **kwargs: Any) -> ClientError:
        with self.assertRaises(ClientError) as caught:
            call(*args, **kwargs)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, str(caught.exception))
        return caught.exception


class Account:
    """Clients of one Region and short ways to make the usual things."""

    def __init__(self, sandbox: Server, region: str = "us-east-1"):
        self.sandbox, self.region = sandbox, region

    def __getattr__(self, service: str) -> Any:
        return self.sandbox.client(service.replace("_", "-"), self.region)

    def image(self, name: str = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64") -> str:
        return self.ssm.get_parameter(Name=name)["Parameter"]["Value"]

    def vpc(self, cidr: str = "10.0.0.0/16") -> str:
        return self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]

    def subnet(self, vpc: str | None = None, cidr: str = "10.0.1.0/24", zone: str = "a") -> str:
        return self.ec2.create_subnet(
            VpcId=vpc or self.vpc(), CidrBlock=cidr, AvailabilityZone=self.region + zone,
        )["Subnet"]["SubnetId"]

    def vpc_of(self, subnet: str) -> str:
        return self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]

    def group(self, vpc: str | None = None, name: str = "web") -> str:
        return self.ec2.create_security_group(GroupName=name, Description="test", VpcId=vpc or self.vpc())["GroupId"]

    def gateway(self, vpc: str) -> str:
        made = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=made, VpcId=vpc)
        return made

    def address(self) -> str:
        return self.ec2.allocate_address(Domain="vpc")["AllocationId"]

    def nat(self, subnet: str) -> str:
        return self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=self.address())["NatGateway"]["NatGatewayId"]

    def key(self) -> str:
        """moto alone insists on a key pair for every launch."""
        if not self.ec2.describe_key_pairs()["KeyPairs"]:
            self.ec2.create_key_pair(KeyName="key", KeyType="ed25519")
        return "key"

    def instance(self, subnet: str | None = None, **more: Any) -> str:
        wanted = {"ImageId": self.image(), "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "KeyName": self.key()} | more
        if subnet:
            wanted["SubnetId"] = subnet
        return self.ec2.run_instances(**wanted)["Instances"][0]["InstanceId"]

    def volume(self, zone: str = "a", **more: Any) -> str:
        wanted = {"AvailabilityZone": self.region + zone, "Size": 10, "VolumeType": "gp3"} | more
        return self.ec2.create_volume(**wanted)["VolumeId"]

    def role(self, name: str = "role") -> str:
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]

    def profile(self, name: str = "profile", role: str | None = "role") -> str:
        arn = self.iam.create_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]
        if role:
            self.role(role)
            self.iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
        return arn

    def subnet_group(self, vpc: str | None = None, name: str = "subnets") -> list[str]:
        vpc = vpc or self.vpc()
        made = [self.subnet(vpc, "10.0.1.0/24", "a"), self.subnet(vpc, "10.0.2.0/24", "b")]
        self.rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="test", SubnetIds=made)
        return made

    def database(self, name: str = "db", **more: Any) -> str:
        wanted = {
            "DBInstanceIdentifier": name, "Engine": "postgres", "EngineVersion": "16.8", "DBInstanceClass": "db.t3.micro",
            "AllocatedStorage": 20, "MasterUsername": "owner", "ManageMasterUserPassword": True,
        } | more
        self.rds.create_db_instance(**{k: v for k, v in wanted.items() if v is not None})
        return name

    def parameter(self, name: str = "/shop/size", **more: Any) -> str:
        self.ssm.put_parameter(**({"Name": name, "Type": "String", "Value": "10"} | more))
        return name

    def balancer(self) -> str:
        vpc = self.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
        subnets = self.ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
        return self.elbv2.create_load_balancer(
            Name="web", Subnets=[s["SubnetId"] for s in subnets][:2],
        )["LoadBalancers"][0]["LoadBalancerArn"]
