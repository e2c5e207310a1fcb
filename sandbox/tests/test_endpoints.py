"""VPC endpoints and what GuardDuty leaves behind, over time and as pairs: moto alone, and the sandbox."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
from pathlib import Path

from .support import SandboxTest

_spec = importlib.util.spec_from_file_location("seed_network", Path(__file__).resolve().parent.parent / "seed_network.py")
seed_network = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(seed_network)


class Endpoints(SandboxTest):
    settings = {"clock": "fast"}

    def interface_endpoint(self) -> tuple[str, str, str]:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        made = self.ec2.create_vpc_endpoint(
            VpcId=vpc, ServiceName="com.amazonaws.us-east-1.ssm", VpcEndpointType="Interface", SubnetIds=[subnet])["VpcEndpoint"]
        return vpc, subnet, made["VpcEndpointId"]

    def advance(self, seconds: float) -> None:
        self.sandbox.control("POST", "advance", {"seconds": seconds})

    def states(self) -> list[str]:
        return [e["State"] for e in self.ec2.describe_vpc_endpoints()["VpcEndpoints"]]

    def test_an_interface_endpoint_takes_its_time_and_holds_its_subnet(self) -> None:
        vpc, subnet, endpoint = self.interface_endpoint()
        self.assertEqual(self.states(), ["pending"])
        self.advance(2)
        self.assertEqual(self.states(), ["available"])
        row = self.ec2.describe_network_interfaces()["NetworkInterfaces"][0]
        self.assertEqual((row["Description"], row["RequesterManaged"], row["InterfaceType"]),
                         (f"VPC Endpoint Interface {endpoint}", True, "vpc_endpoint"))
        self.refuses("OperationNotPermitted", self.ec2.delete_network_interface, NetworkInterfaceId=row["NetworkInterfaceId"])
        self.assertEqual(self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"], [])
        self.assertEqual(self.states(), ["deleting"])
        self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnet)
        self.advance(2)
        self.assertEqual(self.states(), [])
        again = self.ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])["Unsuccessful"]
        self.assertEqual([u["Error"]["Code"] for u in again], ["InvalidVpcEndpointId.NotFound"])
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_moto_alone_lets_a_subnet_go_under_an_endpoint(self) -> None:
        self.sandbox.control("PATCH", "settings", {"strict": False})
        _, subnet, _ = self.interface_endpoint()
        self.ec2.delete_subnet(SubnetId=subnet)

    def test_subnets_and_groups_of_an_endpoint_change(self) -> None:
        vpc, subnet, endpoint = self.interface_endpoint()
        other, group = self.aws.subnet(vpc, "10.0.2.0/24", "b"), self.aws.group(vpc)
        self.advance(2)
        self.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddSubnetIds=[other], RemoveSubnetIds=[subnet], AddSecurityGroupIds=[group])
        rows = self.ec2.describe_network_interfaces()["NetworkInterfaces"]
        self.assertEqual([r["SubnetId"] for r in rows], [other])
        self.assertIn(group, [g["GroupId"] for g in rows[0]["Groups"]])

    def test_guardduty_brings_an_endpoint_and_a_group_that_stay(self) -> None:
        self.sandbox.control("PATCH", "settings", {"guardduty": True})
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        instance = self.aws.instance(subnet)
        self.advance(2)
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.advance(90)
        endpoints = self.ec2.describe_vpc_endpoints()["VpcEndpoints"]
        self.assertEqual([(e["ServiceName"], e["RequesterManaged"]) for e in endpoints], [("com.amazonaws.us-east-1.guardduty-data", True)])
        names = [g["GroupName"] for g in self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]]
        self.assertIn(f"GuardDutyManagedSecurityGroup-{vpc}", names)
        self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnet)


class Seeding(SandboxTest):
    def seed(self, *more: str) -> dict[str, list[str]]:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(seed_network.main(["--endpoint", self.sandbox.endpoint, "--region", "us-east-1", *more]), 0)
        return json.loads(out.getvalue())

    def test_it_makes_nineteen_resources_and_none_of_the_network_can_go(self) -> None:
        made = self.seed()
        self.assertEqual(sum(len(ids) for ids in made.values()), 19)
        for subnet in made["Subnet"][:2]:
            self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnet)
        for group in made["SecurityGroup"][:2]:
            self.refuses("DependencyViolation", self.ec2.delete_security_group, GroupId=group)

    def test_it_goes_into_a_vpc_that_is_there(self) -> None:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        self.aws.subnet(vpc, "10.0.2.0/24", "b")
        self.aws.group(vpc)
        made = self.seed("--into", vpc, "--balancer")
        self.assertEqual({kind: len(ids) for kind, ids in made.items()}, {"NetworkInterface": 2, "VpcEndpoint": 3, "LoadBalancer": 1})
