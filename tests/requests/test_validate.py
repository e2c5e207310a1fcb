"""The validator catches each kind of mistake, and lets what botocore itself sends pass."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import validate


def query(service: str, action: str, body: str) -> dict[str, Any]:
    version = {"ec2": "2016-11-15", "rds": "2014-10-31", "iam": "2010-05-08"}[service]
    return {"service": service, "action": action, "method": "POST", "path": "/", "query": "", "headers": {},
            "body": f"Action={action}&Version={version}&{body}".rstrip("&")}


def target(service: str, prefix: str, action: str, body: Any) -> dict[str, Any]:
    return {"service": service, "action": action, "method": "POST", "path": "/", "query": "",
            "headers": {"x-amz-target": f"{prefix}.{action}"}, "body": json.dumps(body)}


def s3(action: str, method: str, path: str, query_text: str = "", body: str = "", headers: dict[str, str] | None = None) -> dict[str, Any]:
    return {"service": "s3", "action": action, "method": method, "path": path, "query": query_text, "headers": headers or {}, "body": body}


GOOD = [
    query("ec2", "RunInstances", "ImageId=ami-1&MinCount=1&MaxCount=1&InstanceType=t3.micro&BlockDeviceMapping.1.DeviceName=x"
          "&BlockDeviceMapping.1.Ebs.Encrypted=true&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=a"),
    query("rds", "CreateDBInstance", "DBInstanceIdentifier=d&DBInstanceClass=db.t3.micro&Engine=postgres&AllocatedStorage=20"
          "&VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1&Tags.Tag.1.Key=a&Tags.Tag.1.Value=b"),
    query("iam", "CreateRole", "RoleName=r&AssumeRolePolicyDocument=%7B%7D&Tags.member.1.Key=a&Tags.member.1.Value=b"),
    target("ssm", "AmazonSSM", "GetParameters", {"Names": ["a"]}),
    s3("PutBucketVersioning", "PUT", "/b", "versioning",
       '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>'),
    s3("ListObjectsV2", "GET", "/b", "list-type=2&max-keys=10"),
]
BAD = [
    ("is unknown", query("ec2", "DescribeVpcs", "VpcIDs.1=vpc-1")),
    ("is unknown", query("rds", "CreateDBSubnetGroup", "DBSubnetGroupName=a&DBSubnetGroupDescription=d&SubnetIds.member.1=s")),
    ("is missing", query("ec2", "CreateSubnet", "CidrBlock=10.0.0.0%2F24")),
    ("is missing", query("iam", "CreateRole", "RoleName=r")),
    ("should be a integer", query("ec2", "RunInstances", "ImageId=ami-1&MinCount=one&MaxCount=1")),
    ("should be a boolean", query("ec2", "RunInstances", "ImageId=ami-1&MinCount=1&MaxCount=1&EbsOptimized=True")),
    ("is not numbered", query("ec2", "DescribeVpcs", "VpcId.0=vpc-1")),
    ("should be a list", query("ec2", "DescribeVpcs", "VpcId=vpc-1")),
    ("given twice", query("ec2", "DeleteVpc", "VpcId=vpc-1&VpcId=vpc-2")),
    ("Version is", {**query("ec2", "DescribeVpcs", ""), "body": "Action=DescribeVpcs&Version=2010-01-01"}),
    ("no operation", query("ec2", "DescribeVpcz", "")),
    ("is unknown", target("ssm", "AmazonSSM", "GetParameters", {"Names": ["a"], "Name": "b"})),
    ("is missing", target("ssm", "AmazonSSM", "GetParameters", {})),
    ("should be a list", target("ssm", "AmazonSSM", "GetParameters", {"Names": "a"})),
    ("should be a boolean", target("ssm", "AmazonSSM", "GetParameters", {"Names": ["a"], "WithDecryption": "true"})),
    ("X-Amz-Target", target("ssm", "AmazonSsm", "GetParameters", {"Names": ["a"]})),
    ("query maxkeys is unknown", s3("ListObjectsV2", "GET", "/b", "list-type=2&maxkeys=10")),
    ("should be a integer", s3("ListObjectsV2", "GET", "/b", "list-type=2&max-keys=ten")),
    ("header x-amz-colour is unknown", s3("CreateBucket", "PUT", "/b", headers={"x-amz-colour": "red"})),
    ("is unknown", s3("PutBucketVersioning", "PUT", "/b", "versioning", "<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>")),
    ("root is", s3("PutBucketVersioning", "PUT", "/b", "versioning", "<Versioning><Status>Enabled</Status></Versioning>")),
    ("no XML", s3("PutBucketVersioning", "PUT", "/b", "versioning", "<VersioningConfiguration>")),
    ("is missing", s3("PutBucketVersioning", "PUT", "/b", "versioning")),
    ("no bodies", {"service": "ec2", "action": "DescribeVpcs"}),
]


class Validator(unittest.TestCase):
    def test_what_is_right_passes(self) -> None:
        for entry in GOOD:
            with self.subTest(entry["action"]):
                self.assertEqual(validate.validate(entry).problems, [])

    def test_each_mistake_is_caught(self) -> None:
        for expected, entry in BAD:
            with self.subTest(expected, action=entry["action"]):
                problems = validate.validate(entry).problems
                self.assertTrue(any(expected in p for p in problems), problems)

    def test_a_value_outside_its_enumeration_is_a_warning(self) -> None:
        found = validate.validate(query("ec2", "RunInstances", "ImageId=ami-1&MinCount=1&MaxCount=1&InstanceType=t99.huge"))
        self.assertEqual(found.problems, [])
        self.assertEqual(len(found.warnings), 1)

    def test_the_exit_code_says_whether_all_is_well(self) -> None:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            log = Path(folder, "requests.jsonl")
            log.write_text("\n".join(json.dumps(e) for e in GOOD) + "\n")
            self.assertEqual(validate.main([str(log)]), 0)
            log.write_text(json.dumps(BAD[0][1]) + "\n")
            self.assertEqual(validate.main([str(log)]), 1)
        self.assertIn("VpcIDs is unknown", out.getvalue())


if __name__ == "__main__":
    unittest.main()
