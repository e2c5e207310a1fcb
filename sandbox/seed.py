"""Fills a sandbox with resources of every type that a blueprint's sections create, for scans, benchmarks and demos.

    python3 sandbox/seed.py --endpoint http://127.0.0.1:PORT --regions 17 --seed 1

The same seed creates the same names, tags, ranges and counts; the service assigns the IDs. Prints the created resources
per Region and type, as one JSON object. The quotas of a fresh account allow up to three copies.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

TRUST = json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})
IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
NAMES = ("shop", "blog", "billing", "search", "media", "reports", "wiki", "metrics")
# One session reads each service's model once, but is not safe to make clients from in several threads.
_session, _making = boto3.Session(), threading.Lock()


class Seeder:
    """Makes one Region's resources."""

    def __init__(self, endpoint: str, region: str, seed: int, copies: int):
        self.endpoint, self.region, self.copies = endpoint, region, copies
        self.random = random.Random(f"{seed}/{region}")
        self.seed = seed
        self.made: Counter[str] = Counter()
        self.made_globally: Counter[str] = Counter()
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        if service not in self._clients:
            with _making:
                self._clients[service] = _session.client(
                    service, region_name=self.region, endpoint_url=self.endpoint, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                    aws_secret_access_key="sandbox", config=Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"}),
                )
        return self._clients[service]

    def run(self) -> Seeder:
        for number in range(self.copies):
            self.project(number)
        return self

    def project(self, number: int) -> None:
        ec2, rds, s3, iam = (self.client(s) for s in ("ec2", "rds", "s3", "iam"))
        project = f"{self.random.choice(NAMES)}-{self.seed}-{number}"
        name = f"{project}-{self.region}"

        def tags(resource: str) -> list[dict[str, str]]:
            return [{"Key": "Name", "Value": resource}, {"Key": "pockitect:project", "Value": project},
                    {"Key": "pockitect:resource", "Value": resource}]

        def specs(kind: str, resource: str) -> list[dict[str, Any]]:
            return [{"ResourceType": kind, "Tags": tags(resource)}]

        zones = [z["ZoneName"] for z in ec2.describe_availability_zones()["AvailabilityZones"]][:2]
        block = self.random.randrange(1, 200)
        vpc = ec2.create_vpc(CidrBlock=f"10.{block}.0.0/16", TagSpecifications=specs("vpc", "vpc"))["Vpc"]["VpcId"]
        ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        self.made["Vpc"] += 1
        subnets = []
        for index in range(4):
            subnets.append(ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.{block}.{index}.0/24", AvailabilityZone=zones[index % 2],
                TagSpecifications=specs("subnet", f"subnet-{index}"))["Subnet"]["SubnetId"])
            self.made["Subnet"] += 1
        gateway = ec2.create_internet_gateway(TagSpecifications=specs("internet-gateway", "gateway"))["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.made["InternetGateway"] += 1
        address = ec2.allocate_address(Domain="vpc", TagSpecifications=specs("elastic-ip", "address"))["AllocationId"]
        self.made["EIP"] += 1
        nat = ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address, TagSpecifications=specs("natgateway", "nat"))["NatGateway"]["NatGatewayId"]
        self.made["NatGateway"] += 1
        for index, target in enumerate(({"GatewayId": gateway}, {"NatGatewayId": nat})):
            table = ec2.create_route_table(VpcId=vpc, TagSpecifications=specs("route-table", f"routes-{index}"))["RouteTable"]["RouteTableId"]
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **target)
            for subnet in subnets[index * 2 : index * 2 + 2]:
                ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
            self.made["RouteTable"] += 1
        web, data = (ec2.create_security_group(
            GroupName=f"{project}-{role}", Description=f"{role} of {project}", VpcId=vpc, TagSpecifications=specs("security-group", role),
        )["GroupId"] for role in ("web", "data"))
        self.made["SecurityGroup"] += 2
        ec2.authorize_security_group_ingress(GroupId=web, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "https"}]}])
        ec2.authorize_security_group_ingress(GroupId=data, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{"GroupId": web}]}])
        public = ed25519.Ed25519PrivateKey.generate().public_key()
        ec2.import_key_pair(KeyName=f"{project}-key", TagSpecifications=specs("key-pair", "key"), PublicKeyMaterial=public.public_bytes(
            serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH))
        self.made["KeyPair"] += 1
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Tags=tags("role"))
        iam.create_instance_profile(InstanceProfileName=name, Tags=tags("profile"))
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        self.made_globally.update(("Role", "InstanceProfile"))
        image = self.client("ssm").get_parameter(Name=IMAGE)["Parameter"]["Value"]
        for index in range(self.random.randint(1, 3)):
            ec2.run_instances(
                ImageId=image, MinCount=1, MaxCount=1, InstanceType=self.random.choice(("t3.micro", "t3.small")), SubnetId=subnets[index],
                SecurityGroupIds=[web], KeyName=f"{project}-key", IamInstanceProfile={"Name": name},
                TagSpecifications=specs("instance", f"server-{index}") + specs("volume", f"root-{index}"))
            self.made.update(("Instance", "Volume"))
        ec2.create_volume(AvailabilityZone=zones[0], Size=self.random.choice((10, 20, 50)), VolumeType="gp3", TagSpecifications=specs("volume", "data"))
        self.made["Volume"] += 1
        rds.create_db_subnet_group(DBSubnetGroupName=project, DBSubnetGroupDescription=project, SubnetIds=subnets[2:], Tags=tags("db-subnets"))
        self.made["DBSubnetGroup"] += 1
        rds.create_db_instance(
            DBInstanceIdentifier=project, Engine=self.random.choice(("postgres", "mysql")), DBInstanceClass="db.t3.micro", AllocatedStorage=20,
            MasterUsername="owner", ManageMasterUserPassword=True, DBSubnetGroupName=project, VpcSecurityGroupIds=[data], Tags=tags("db"))
        self.made["DBInstance"] += 1
        place = {} if self.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": self.region}}
        s3.create_bucket(Bucket=name, **place)
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags("bucket")})
        self.made["Bucket"] += 1


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--regions", type=int, default=17, help="how many of the enabled Regions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=1, help="projects per Region")
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args(argv)

    started = time.monotonic()
    first = Seeder(options.endpoint, "us-east-1", options.seed, 0).client("ec2")
    regions = sorted(r["RegionName"] for r in first.describe_regions()["Regions"])[: options.regions]
    try:
        with ThreadPoolExecutor(options.workers) as pool:
            done = list(pool.map(lambda r: Seeder(options.endpoint, r, options.seed, options.copies).run(), regions))
    except ClientError as error:
        print(f"Seeding stopped: {error}", file=sys.stderr)
        return 1
    summary: dict[str, Any] = {seeder.region: dict(sorted(seeder.made.items())) for seeder in done}
    summary["global"] = dict(sorted(sum((s.made_globally for s in done), Counter()).items()))
    total = sum(sum(counts.values()) for counts in summary.values())
    print(json.dumps({"seed": options.seed, "total": total, "seconds": round(time.monotonic() - started, 1), "made": summary}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
