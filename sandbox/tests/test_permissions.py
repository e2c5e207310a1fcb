"""A user may do what the policies say and nothing else; moto alone lets everybody do everything."""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config

from .support import TRUST, SandboxTest, server


class PermissionsTest(SandboxTest):
    def setUp(self) -> None:
        super().setUp()
        self.iam = self.aws.iam
        self.iam.create_user(UserName="ann")
        self.key = self.iam.create_access_key(UserName="ann")["AccessKey"]

    def ann(self, service: str) -> Any:
        return boto3.client(
            service, region_name="us-east-1", endpoint_url=server().endpoint,
            aws_access_key_id=self.key["AccessKeyId"], aws_secret_access_key=self.key["SecretAccessKey"],
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        )

    def root(self, service: str) -> Any:
        return boto3.client(service, region_name="us-east-1", endpoint_url=server().endpoint, aws_access_key_id="root", aws_secret_access_key="root")

    def allow(self, *actions: str, effect: str = "Allow", name: str = "p", **more: Any) -> None:
        statement = {"Effect": effect, "Action": list(actions), "Resource": "*"} | more
        self.iam.put_user_policy(UserName="ann", PolicyName=name, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    def test_who_has_no_policy_may_only_ask_who_they_are(self) -> None:
        self.assertTrue(self.ann("sts").get_caller_identity()["Arn"].endswith(":user/ann"))
        told = str(self.refuses("UnauthorizedOperation", self.ann("ec2").describe_vpcs))
        self.assertIn("ec2:DescribeVpcs", told)
        self.refuses("AccessDenied", self.ann("rds").describe_db_instances)
        self.refuses("AccessDenied", self.ann("s3").list_buckets)

    def test_allowed_calls_work_and_a_deny_takes_precedence(self) -> None:
        self.allow("ec2:Describe*")
        self.ann("ec2").describe_vpcs()
        self.allow("ec2:DescribeVpcs", effect="Deny", name="q")
        self.refuses("UnauthorizedOperation", self.ann("ec2").describe_vpcs)

    def test_a_managed_policy_counts(self) -> None:
        self.iam.attach_user_policy(UserName="ann", PolicyArn="arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess")
        self.ann("ec2").describe_vpcs()
        self.refuses("UnauthorizedOperation", self.ann("ec2").create_vpc, CidrBlock="10.0.0.0/16")

    def test_a_session_of_a_role_that_is_gone_may_do_nothing(self) -> None:
        self.iam.create_role(RoleName="web", AssumeRolePolicyDocument=TRUST)
        self.iam.put_role_policy(RoleName="web", PolicyName="p", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
        keys = self.root("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/web", RoleSessionName="session")["Credentials"]
        ec2 = boto3.client(
            "ec2", region_name="us-east-1", endpoint_url=server().endpoint, aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"], config=Config(retries={"max_attempts": 0}))
        ec2.describe_vpcs()
        self.iam.delete_role_policy(RoleName="web", PolicyName="p")
        self.iam.delete_role(RoleName="web")
        self.refuses("UnauthorizedOperation", ec2.describe_vpcs)

    def test_tags_at_birth_take_a_permission_of_their_own(self) -> None:
        self.allow("ec2:CreateVpc")
        tags = [{"ResourceType": "vpc", "Tags": [{"Key": "a", "Value": "b"}]}]
        told = str(self.refuses("UnauthorizedOperation", self.ann("ec2").create_vpc, CidrBlock="10.0.0.0/16", TagSpecifications=tags))
        self.assertIn("ec2:CreateTags", told)
        self.ann("ec2").create_vpc(CidrBlock="10.0.0.0/16")

    def test_a_role_is_passed_only_where_the_condition_says(self) -> None:
        self.iam.create_role(RoleName="web", AssumeRolePolicyDocument=TRUST)
        self.iam.create_instance_profile(InstanceProfileName="web")
        add = lambda: self.ann("iam").add_role_to_instance_profile(InstanceProfileName="web", RoleName="web")  # noqa: E731
        self.allow("iam:AddRoleToInstanceProfile", "iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "rds.amazonaws.com"}})
        self.refuses("AccessDenied", add)
        self.allow("iam:AddRoleToInstanceProfile")
        self.allow("iam:PassRole", name="q", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}})
        add()

    def test_buckets_have_names_of_their_own_for_actions(self) -> None:
        self.aws.s3.create_bucket(Bucket="a-bucket")
        self.allow("s3:HeadBucket", "s3:PutBucketEncryption")
        self.refuses("403", self.ann("s3").head_bucket, Bucket="a-bucket")
        self.allow("s3:ListBucket")
        self.ann("s3").head_bucket(Bucket="a-bucket")

    def test_a_simulation_decides_as_the_calls_do(self) -> None:
        self.allow("ec2:CreateVpc")
        self.allow("iam:PassRole", name="q", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}})
        arn = self.iam.get_user(UserName="ann")["User"]["Arn"]
        rows = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["ec2:CreateVpc", "ec2:DeleteVpc", "iam:PassRole"])["EvaluationResults"]
        self.assertEqual(["allowed", "implicitDeny", "implicitDeny"], [row["EvalDecision"] for row in rows])
        self.assertEqual(["iam:PassedToService"], rows[2]["MissingContextValues"])

    def test_plain_moto_denies_no_one(self) -> None:
        server().control("PATCH", "settings", {"strict": False})
        self.ann("ec2").describe_vpcs()
