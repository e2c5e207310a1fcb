"""Where AWS lags. Each case twice: without a lag the call works immediately; with one it is refused until the lag is over."""

from __future__ import annotations

import contextlib
import http.client
import json
from typing import Any

from .support import Account, SandboxTest

PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::files/*"}


class Lags(SandboxTest):
    settings = {"lag_seconds": 60, "clock": "instant"}

    def advance(self) -> None:
        self.sandbox.control("POST", "advance", {"seconds": 61})

    def without(self) -> None:
        self.sandbox.control("PATCH", "settings", {"lag_seconds": 0})

    def deleted_nat(self) -> tuple[str, str, str, str]:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        gateway = self.aws.gateway(vpc)
        address = self.aws.address()
        nat = self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
        self.ec2.delete_nat_gateway(NatGatewayId=nat)
        self.assertEqual(self.ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"], "deleted")
        return address, vpc, gateway, subnet

    def test_the_address_of_a_deleted_nat_gateway_stays_mapped(self) -> None:
        address, vpc, gateway, _ = self.deleted_nat()
        association = self.ec2.describe_addresses(AllocationIds=[address])["Addresses"][0]["AssociationId"]
        self.refuses("AuthFailure", self.ec2.disassociate_address, AssociationId=association)
        self.refuses("AuthFailure", self.ec2.release_address, AllocationId=address)
        self.refuses("DependencyViolation", self.ec2.detach_internet_gateway, InternetGatewayId=gateway, VpcId=vpc)
        self.advance()
        self.ec2.release_address(AllocationId=address)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)

    def test_without_a_lag_it_is_free_at_once(self) -> None:
        self.without()
        address, vpc, gateway, subnet = self.deleted_nat()
        self.ec2.release_address(AllocationId=address)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.ec2.delete_subnet(SubnetId=subnet)

    def gone_instance(self) -> tuple[str, str]:
        subnet = self.aws.subnet()
        group = self.aws.group(self.aws.vpc_of(subnet))
        instance = self.aws.instance(subnet, SecurityGroupIds=[group])
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.assertEqual(self.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["State"]["Name"], "terminated")
        return subnet, group

    def test_the_interface_of_a_terminated_instance_stays(self) -> None:
        subnet, group = self.gone_instance()
        self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnet)
        self.refuses("DependencyViolation", self.ec2.delete_security_group, GroupId=group)
        self.assertEqual(self.ec2.describe_network_interfaces()["NetworkInterfaces"][0]["Status"], "in-use")
        self.advance()
        self.assertEqual(self.ec2.describe_network_interfaces()["NetworkInterfaces"], [])
        self.ec2.delete_security_group(GroupId=group)
        self.ec2.delete_subnet(SubnetId=subnet)

    def test_without_a_lag_it_goes_with_the_instance(self) -> None:
        self.without()
        subnet, group = self.gone_instance()
        self.ec2.delete_security_group(GroupId=group)
        self.ec2.delete_subnet(SubnetId=subnet)

    def test_the_interface_of_a_deleted_database_stays(self) -> None:
        for lag in (60, 0):
            self.sandbox.control("PATCH", "settings", {"lag_seconds": lag})
            subnets = self.aws.subnet_group(name=f"subnets{lag}")
            self.aws.database(f"db{lag}", DBSubnetGroupName=f"subnets{lag}", AvailabilityZone="us-east-1a")
            self.rds.delete_db_instance(DBInstanceIdentifier=f"db{lag}", SkipFinalSnapshot=True)
            self.refuses("DBInstanceNotFound", self.rds.describe_db_instances, DBInstanceIdentifier=f"db{lag}")
            self.rds.delete_db_subnet_group(DBSubnetGroupName=f"subnets{lag}")
            if lag:
                self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnets[0])
                self.advance()
            self.ec2.delete_subnet(SubnetId=subnets[0])

    def test_a_new_bucket_is_not_known_at_once(self) -> None:
        s3 = self.aws.s3
        s3.create_bucket(Bucket="files")
        self.refuses("NoSuchBucket", s3.get_bucket_tagging, Bucket="files")
        self.refuses("NoSuchBucket", s3.put_bucket_tagging, Bucket="files", Tagging={"TagSet": []})
        self.advance()
        s3.put_bucket_tagging(Bucket="files", Tagging={"TagSet": []})
        self.without()
        s3.create_bucket(Bucket="others")
        s3.put_bucket_tagging(Bucket="others", Tagging={"TagSet": []})

    def put(self, *statements: Any) -> Any:
        policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        return lambda: self.aws.s3.put_bucket_policy(Bucket="files", Policy=policy)

    def test_a_public_policy_waits_for_the_block_to_be_lifted(self) -> None:
        self.aws.s3.create_bucket(Bucket="files")
        self.advance()
        self.refuses("AccessDenied", self.put(PUBLIC))
        self.aws.s3.delete_public_access_block(Bucket="files")
        self.refuses("AccessDenied", self.put(PUBLIC))
        self.advance()
        self.put(PUBLIC)()
        self.without()
        self.aws.s3.put_public_access_block(Bucket="files", PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
        self.aws.s3.put_public_access_block(Bucket="files", PublicAccessBlockConfiguration={"BlockPublicPolicy": False})
        self.put(PUBLIC)()

    def test_policy_with_an_unknown_principal_is_refused(self) -> None:
        self.aws.s3.create_bucket(Bucket="files")
        self.advance()
        role = self.aws.role()
        policy = self.put(PUBLIC | {"Principal": {"AWS": role}})
        self.refuses("MalformedPolicy", policy)
        self.advance()
        policy()
        self.without()
        self.aws.role("newer")
        self.put(PUBLIC | {"Principal": {"AWS": [role.replace("/role", "/newer") if role.endswith("/newer") else role]}})()
        self.refuses("MalformedPolicy", self.put(PUBLIC | {"Principal": {"AWS": role + "-unknown"}}))

    def group(self) -> str:
        return self.aws.group(self.aws.vpc())

    def ports(self, group: str) -> list[int]:
        shown = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        rules = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
        ports = sorted(permission["FromPort"] for permission in shown["IpPermissions"])
        self.assertEqual(ports, sorted(rule["FromPort"] for rule in rules if not rule["IsEgress"]))
        return ports

    def rule(self, port: int, **more: str) -> list[Any]:
        return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.0.0.0/8"} | more]}]

    def test_reads_show_the_rules_of_a_security_group_before_a_change(self) -> None:
        group = self.group()
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=self.rule(80))
        self.assertEqual(self.ports(group), [])
        self.refuses("InvalidPermission.Duplicate", self.ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=self.rule(80))
        self.sandbox.control("POST", "advance", {"seconds": 31})
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=self.rule(80))
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=self.rule(22))
        self.assertEqual(self.ports(group), [])
        self.sandbox.control("POST", "advance", {"seconds": 31})
        self.assertEqual(self.ports(group), [80])
        self.refuses("InvalidPermission.NotFound", self.ec2.revoke_security_group_ingress, GroupId=group, IpPermissions=self.rule(80))
        self.advance()
        self.assertEqual(self.ports(group), [22])

    def test_reads_show_the_description_of_a_rule_before_a_change(self) -> None:
        group = self.group()
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=self.rule(80, Description="old"))
        self.advance()
        self.ec2.update_security_group_rule_descriptions_ingress(GroupId=group, IpPermissions=self.rule(80, Description="new"))
        self.assertEqual(self.described(group), "old")
        self.advance()
        self.assertEqual(self.described(group), "new")

    def described(self, group: str) -> str:
        shown = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        return shown["IpPermissions"][0]["IpRanges"][0]["Description"]

    def test_reads_show_a_security_group_after_its_removal(self) -> None:
        vpc = self.aws.vpc()
        group = self.aws.group(vpc)
        self.ec2.delete_security_group(GroupId=group)
        self.assertIn(group, self.groups(vpc))
        self.assertEqual(self.ports(group), [])
        self.refuses("InvalidGroup.NotFound", self.ec2.delete_security_group, GroupId=group)
        self.refuses("InvalidGroup.NotFound", self.ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=self.rule(80))
        self.ec2.delete_vpc(VpcId=vpc)
        self.assertEqual(self.groups(vpc), [group])
        self.advance()
        self.assertEqual(self.groups(vpc), [])
        self.refuses("InvalidGroup.NotFound", self.ec2.describe_security_groups, GroupIds=[group])

    def groups(self, vpc: str) -> list[str]:
        found = self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"]
        return [group["GroupId"] for group in found]

    def test_without_a_lag_reads_show_every_change_of_a_security_group(self) -> None:
        group = self.group()
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=self.rule(80))
        self.without()
        self.assertEqual(self.ports(group), [80])
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=self.rule(80))
        self.assertEqual(self.ports(group), [])
        self.ec2.delete_security_group(GroupId=group)
        self.refuses("InvalidGroup.NotFound", self.ec2.describe_security_groups, GroupIds=[group])

    def test_a_head_from_another_region_says_400_or_301(self) -> None:
        self.without()
        here = Account(self.sandbox, "eu-west-1")
        here.s3.create_bucket(Bucket="elsewhere", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.assertEqual([self.head(region) for region in ("us-east-1", "eu-central-1", "eu-west-1")], [301, 400, 200])

    def head(self, region: str) -> int:
        """By hand: boto3 would follow the answer."""
        signed = f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/{region}/s3/aws4_request, SignedHeaders=host, Signature=0"
        connection = http.client.HTTPConnection(self.sandbox.endpoint.split("//")[1])
        connection.request("HEAD", "/elsewhere", headers={"Authorization": signed})
        with contextlib.closing(connection):
            return connection.getresponse().status
