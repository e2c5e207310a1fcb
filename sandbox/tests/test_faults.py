"""Faults in every protocol's own shape, and that a lost answer is not a lost effect."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from .support import SandboxTest


class Faults(SandboxTest):
    def fault(self, **rule: object) -> str:
        return self.sandbox.control("POST", "faults", [rule])["ids"][0]

    def test_each_protocol_throttles_in_its_own_words(self) -> None:
        self.aws.s3.create_bucket(Bucket="bucket")
        self.fault(kind="throttle")
        for code, status, call in (
            ("RequestLimitExceeded", 503, self.ec2.describe_vpcs), ("Throttling", 400, self.rds.describe_db_instances),
            ("Throttling", 400, self.iam.list_roles), ("ThrottlingException", 400, self.aws.ssm.describe_parameters),
            ("SlowDown", 503, lambda: self.aws.s3.list_objects_v2(Bucket="bucket")),
        ):
            self.assertEqual(self.refuses(code, call).response["ResponseMetadata"]["HTTPStatusCode"], status)

    def test_each_protocol_denies_in_its_own_words(self) -> None:
        self.fault(kind="deny")
        self.assertIn("ec2:DescribeVpcs", str(self.refuses("UnauthorizedOperation", self.ec2.describe_vpcs)))
        self.refuses("AccessDenied", self.rds.describe_db_instances)
        self.refuses("AccessDeniedException", self.aws.ssm.describe_parameters)
        self.refuses("AccessDenied", self.aws.s3.list_buckets)
        self.sandbox.control("DELETE", "faults")
        self.fault(kind="deny_scp", service="rds")
        self.assertIn("explicit deny in a service control policy", str(self.refuses("AccessDenied", self.rds.describe_db_instances)))
        self.ec2.describe_vpcs()

    def test_a_lost_answer_leaves_its_effect(self) -> None:
        self.fault(kind="fail_after", service="ec2", action="CreateVpc", times=1)
        self.refuses("InternalError", self.aws.vpc)
        self.fault(kind="drop_after", service="ec2", action="CreateVpc", times=1)
        with self.assertRaises(ConnectionClosedError):
            self.aws.vpc()
        self.assertEqual(len(self.ec2.describe_vpcs()["Vpcs"]), 3)

    def test_a_fault_after_the_effect_does_not_count_a_refused_call(self) -> None:
        self.fault(kind="drop_after", service="ec2", action="DeleteVpc", times=1)
        self.refuses("InvalidVpcID.NotFound", self.ec2.delete_vpc, VpcId="vpc-12345678")
        vpc = self.aws.vpc()
        with self.assertRaises(ConnectionClosedError):
            self.ec2.delete_vpc(VpcId=vpc)
        self.refuses("InvalidVpcID.NotFound", self.ec2.delete_vpc, VpcId=vpc)

    def test_a_killed_caller_leaves_the_effect_of_its_call(self) -> None:
        caller = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.fault(kind="kill_after", service="ec2", action="CreateVpc", times=1, pid=caller.pid)
        before = len(self.ec2.describe_vpcs()["Vpcs"])
        with self.assertRaises(ConnectionClosedError):
            self.aws.vpc()
        self.assertEqual(caller.wait(10), -signal.SIGKILL)
        self.assertEqual(len(self.ec2.describe_vpcs()["Vpcs"]), before + 1)
        caller.stdin.close()

    def test_a_fault_of_changes_lets_reads_pass_and_does_not_count_them(self) -> None:
        self.fault(kind="fail_before", changes=True, skip=1, times=1)
        self.ec2.describe_vpcs()
        self.aws.vpc()
        self.ec2.describe_vpcs()
        self.refuses("InternalError", self.aws.vpc)
        self.aws.vpc()

    def test_outage_drops_all_calls_until_it_is_over(self) -> None:
        before = len(self.ec2.describe_vpcs()["Vpcs"])
        self.fault(kind="outage_after", service="ec2", action="CreateVpc", times=1, outage_ms=60_000)
        with self.assertRaises(ConnectionClosedError):
            self.aws.vpc()
        with self.assertRaises(ConnectionClosedError):
            self.ec2.describe_vpcs()
        self.sandbox.control("DELETE", "faults")
        self.assertEqual(len(self.ec2.describe_vpcs()["Vpcs"]), before + 1)

    def test_a_refused_call_leaves_none(self) -> None:
        self.fault(kind="fail_before", service="ec2", action="CreateVpc", error={"status": 503, "code": "Unavailable", "message": "no"})
        error = self.refuses("Unavailable", self.aws.vpc)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 503)
        self.fault(kind="drop_before", service="ec2", action="CreateSubnet")
        with self.assertRaises(ConnectionClosedError):
            self.ec2.create_subnet(VpcId="vpc-1", CidrBlock="10.0.0.0/24")
        self.assertEqual(len(self.ec2.describe_vpcs()["Vpcs"]), 1)

    def test_skip_times_match_and_region_narrow_a_fault(self) -> None:
        self.fault(kind="fail_before", service="ec2", action="CreateVpc", skip=1, times=1, match="10.7.")
        self.aws.vpc("10.1.0.0/16")
        self.aws.vpc("10.7.0.0/16")
        with self.assertRaises(ClientError):
            self.aws.vpc("10.7.0.0/16")
        self.aws.vpc("10.7.0.0/16")
        self.fault(kind="deny", region="eu-west-1")
        self.ec2.describe_vpcs()
        self.refuses("UnauthorizedOperation", self.sandbox.client("ec2", "eu-west-1").describe_vpcs)

    def test_a_slow_call_is_slow_and_a_black_hole_never_answers(self) -> None:
        self.fault(kind="slow", service="ec2", delay_ms=300, times=1)
        started = time.monotonic()
        self.ec2.describe_vpcs()
        self.assertGreaterEqual(time.monotonic() - started, 0.3)
        self.fault(kind="blackhole", service="ec2")
        self.ec2.meta.client = self.ec2
        import boto3
        from botocore.config import Config

        impatient = boto3.client(
            "ec2", region_name="us-east-1", endpoint_url=self.sandbox.endpoint, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="secret", config=Config(read_timeout=0.4, retries={"max_attempts": 0}))
        with self.assertRaises(ReadTimeoutError):
            impatient.describe_vpcs()

    def test_a_bucket_of_requests_runs_dry(self) -> None:
        self.sandbox.control("PATCH", "settings", {"throttle": {"ec2": {"bucket": 3, "refill": 0.001}}})
        for _ in range(3):
            self.ec2.describe_vpcs()
        self.refuses("RequestLimitExceeded", self.ec2.describe_vpcs)
        self.rds.describe_db_instances()

    def test_a_fault_can_be_taken_back(self) -> None:
        fault = self.fault(kind="deny")
        self.sandbox.control("DELETE", f"faults/{fault}")
        self.ec2.describe_vpcs()


class Log(SandboxTest):
    def test_every_request_is_a_line_with_no_secret(self) -> None:
        since = self.sandbox.control("GET", "requests")["last"]
        self.aws.database(ManageMasterUserPassword=None, MasterUserPassword="do-not-tell-1")
        self.refuses("DryRunOperation", self.ec2.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True)
        self.aws.ssm.put_parameter(Name="x", Type="SecureString", Value="do-not-tell-2")
        self.sandbox.control("GET", "health")
        lines = self.sandbox.control("GET", f"requests?since={since}")["requests"]
        self.assertEqual([(e["service"], e["action"], e["code"]) for e in lines], [
            ("rds", "CreateDBInstance", None), ("ec2", "CreateVpc", "DryRunOperation"), ("ssm", "PutParameter", None)])
        self.assertEqual([e["mutating"] for e in lines], [True, True, True])
        self.assertTrue(lines[1]["dry_run"])
        text = self.sandbox.box.log.path.read_text()
        self.assertNotIn("do-not-tell", text)
        self.assertNotIn("Signature=", text)
        self.assertIn("MasterUserPassword=redacted", text)
