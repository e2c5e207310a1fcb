"""No list ends early: what boto3's paginators walk is everything that was made, beyond every page size of moto and of AWS."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from pockitect_sandbox import models, paging

from .support import ALLOW, TRUST, SandboxTest


class EveryList(SandboxTest):
    settings = {"quotas": {"L-1216C47A": 10_000, "L-F678F1CE": 100}}

    def walk(self, service: str, operation: str, key: str, **params: Any) -> list[Any]:
        pages = getattr(self.aws, service).get_paginator(operation).paginate(**params)
        return [row for page in pages for row in page.get(key, [])]

    def test_every_instance_is_on_a_page_and_in_a_whole_answer(self) -> None:
        made = {self.aws.instance() for _ in range(130)}
        walked = self.walk("ec2", "describe_instances", "Reservations", PaginationConfig={"PageSize": 50})
        whole = self.ec2.describe_instances()["Reservations"]
        for reservations in (walked, whole):
            self.assertEqual({i["InstanceId"] for r in reservations for i in r["Instances"]}, made)
        self.assertEqual(len(self.walk("ec2", "describe_volumes", "Volumes", PaginationConfig={"PageSize": 50})), 130)
        self.assertEqual(len(self.walk("ec2", "describe_network_interfaces", "NetworkInterfaces", PaginationConfig={"PageSize": 50})), 130)
        self.assertEqual(len(self.walk("ec2", "describe_instance_status", "InstanceStatuses", PaginationConfig={"PageSize": 50})), 130)

    def test_every_launch_template_and_version(self) -> None:
        data = {"InstanceType": "t3.micro"}
        ids = [self.ec2.create_launch_template(LaunchTemplateName=f"template-{n}", LaunchTemplateData=data)["LaunchTemplate"]["LaunchTemplateId"]
               for n in range(210)]
        for _ in range(20):
            self.ec2.create_launch_template_version(LaunchTemplateId=ids[0], LaunchTemplateData=data)
        self.assertEqual({t["LaunchTemplateId"] for t in self.walk("ec2", "describe_launch_templates", "LaunchTemplates")}, set(ids))
        self.assertEqual(len(self.ec2.describe_launch_templates()["LaunchTemplates"]), 200)
        self.assertEqual(len(self.walk("ec2", "describe_launch_template_versions", "LaunchTemplateVersions", LaunchTemplateId=ids[0])), 21)

    def test_every_role_profile_and_policy(self) -> None:
        for n in range(120):
            self.iam.create_role(RoleName=f"r{n}", AssumeRolePolicyDocument=TRUST)
            self.iam.create_instance_profile(InstanceProfileName=f"p{n}")
            self.iam.put_role_policy(RoleName="r0", PolicyName=f"in{n}", PolicyDocument=ALLOW)
        first = self.iam.list_roles()
        self.assertEqual((len(first["Roles"]), first["IsTruncated"]), (100, True))
        self.assertEqual(len(self.walk("iam", "list_roles", "Roles")), 120)
        self.assertEqual(len(self.walk("iam", "list_instance_profiles", "InstanceProfiles")), 120)
        self.assertEqual(len(self.walk("iam", "list_role_policies", "PolicyNames", RoleName="r0")), 120)

    def test_every_database_snapshot(self) -> None:
        self.aws.database()
        for n in range(110):
            self.rds.create_db_snapshot(DBInstanceIdentifier="db", DBSnapshotIdentifier=f"s{n}")
        self.assertEqual(len(self.walk("rds", "describe_db_snapshots", "DBSnapshots", SnapshotType="manual")), 110)

    def test_every_target_group_and_load_balancer(self) -> None:
        vpc = self.ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        subnets = [s["SubnetId"] for s in self.ec2.describe_subnets()["Subnets"]][:2]
        for n in range(60):
            self.aws.elbv2.create_target_group(Name=f"g{n}", Protocol="HTTP", Port=80, VpcId=vpc)
            self.aws.elbv2.create_load_balancer(Name=f"b{n}", Subnets=subnets)
        self.assertEqual(len(self.walk("elbv2", "describe_target_groups", "TargetGroups", PaginationConfig={"PageSize": 7})), 60)
        self.assertEqual(len(self.walk("elbv2", "describe_load_balancers", "LoadBalancers", PaginationConfig={"PageSize": 7})), 60)
        self.assertEqual(len(self.aws.elbv2.describe_load_balancers()["LoadBalancers"]), 60)

    def test_every_parameter_and_version_of_a_file(self) -> None:
        for n in range(60):
            self.aws.parameter(f"/shop/p{n}")
        self.assertEqual(len(self.walk("ssm", "describe_parameters", "Parameters")), 60)
        self.assertEqual(len(self.walk("ssm", "get_parameters_by_path", "Parameters", Path="/shop")), 60)
        self.aws.s3.create_bucket(Bucket="many-versions")
        self.aws.s3.put_bucket_versioning(Bucket="many-versions", VersioningConfiguration={"Status": "Enabled"})
        for n in range(30):
            self.aws.s3.put_object(Bucket="many-versions", Key=f"k{n % 3}", Body=b"x")
        self.assertEqual(
            len(self.walk("s3", "list_object_versions", "Versions", Bucket="many-versions", PaginationConfig={"PageSize": 7})), 30)


class EveryPagedCall(SandboxTest):
    def test_every_paged_call_of_the_models_takes_a_small_page(self) -> None:
        """Each operation either pages by botocore's own names, or asks for more than a size, or is one that moto does not know."""
        asked = 0
        for service in paging.SERVICES:
            for action in models.model(service).operation_names:
                names = paging.names_of(service, action)
                shape = models.operation(service, action).input_shape
                if names is None or shape.required_members or names.size is None:
                    continue
                call = getattr(getattr(self.aws, service), _snake(action))
                try:
                    answer = call(**{names.size: names.low})
                except ClientError as error:
                    # What moto can't do, it can't do without a page either.
                    self.refuses(error.response["Error"]["Code"], call)
                    continue
                asked += 1
                for key in names.lists:
                    self.assertLessEqual(len(answer.get(key, [])), names.low, f"{service}:{action}")
        self.assertGreater(asked, 60)


def _snake(action: str) -> str:
    from botocore import xform_name

    return xform_name(action)
