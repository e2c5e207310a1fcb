"""States over time, tokens, dry runs, pages, quotas, Regions, images, consistency."""

from __future__ import annotations

import ipaddress

from .support import Account, SandboxTest


class StatesOverTime(SandboxTest):
    settings = {"clock": "fast"}

    def advance(self, seconds: float) -> None:
        self.sandbox.control("POST", "advance", {"seconds": seconds})

    def state(self) -> str:
        return self.ec2.describe_instances()["Reservations"][0]["Instances"][0]["State"]["Name"]

    def test_an_instance_takes_its_time(self) -> None:
        instance, address = self.aws.instance(), self.aws.address()
        self.assertEqual(self.state(), "pending")
        self.refuses("IncorrectInstanceState", self.ec2.associate_address, InstanceId=instance, AllocationId=address)
        self.refuses("IncorrectInstanceState", self.ec2.stop_instances, InstanceIds=[instance])
        self.advance(2)
        self.assertEqual(self.state(), "running")
        self.ec2.associate_address(InstanceId=instance, AllocationId=address)
        self.ec2.stop_instances(InstanceIds=[instance])
        self.assertEqual(self.state(), "stopping")
        self.refuses("IncorrectInstanceState", self.ec2.start_instances, InstanceIds=[instance])
        self.advance(2)
        self.assertEqual(self.state(), "stopped")
        self.ec2.terminate_instances(InstanceIds=[instance])
        self.assertEqual(self.state(), "shutting-down")
        self.assertEqual(len(self.ec2.describe_network_interfaces()["NetworkInterfaces"]), 1)
        self.advance(2)
        self.assertEqual(self.state(), "terminated")
        self.advance(2)
        self.assertEqual(self.ec2.describe_network_interfaces()["NetworkInterfaces"], [])
        self.assertNotIn("AssociationId", self.ec2.describe_addresses()["Addresses"][0])
        self.advance(61)
        self.assertEqual(self.ec2.describe_instances()["Reservations"], [])

    def test_ipv6_ranges_have_no_leading_zeros(self) -> None:
        for _ in range(40):
            vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
            ipv6 = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
            self.assertEqual(ipv6, str(ipaddress.ip_network(ipv6)))
            self.ec2.delete_vpc(VpcId=vpc["VpcId"])

    def test_a_public_address_is_amazon_s_or_the_account_s(self) -> None:
        instance, address = self.aws.instance(), self.aws.address()
        self.advance(2)

        def owners() -> list[str]:
            seen = self.ec2.describe_instances()["Reservations"][0]["Instances"][0]["NetworkInterfaces"]
            return [row["Association"]["IpOwnerId"] for row in [*seen, *self.ec2.describe_network_interfaces()["NetworkInterfaces"]]]

        self.assertEqual(owners(), ["amazon", "amazon"])
        self.ec2.associate_address(InstanceId=instance, AllocationId=address)
        account = self.sandbox.client("sts", self.aws.region).get_caller_identity()["Account"]
        self.assertEqual(owners(), [account, account])

    def test_an_elastic_address_stays_over_a_stop_and_a_start(self) -> None:
        instance, address = self.aws.instance(), self.aws.address()
        self.advance(2)
        self.ec2.associate_address(InstanceId=instance, AllocationId=address)

        def seen() -> list[str | None]:
            row = self.ec2.describe_instances()["Reservations"][0]["Instances"][0]
            held = self.ec2.describe_addresses()["Addresses"][0]
            return [row.get("PublicIpAddress"), held["PublicIp"], held.get("InstanceId")]

        before = seen()
        self.assertEqual(before, [before[1], before[1], instance])
        self.ec2.stop_instances(InstanceIds=[instance])
        self.advance(2)
        self.assertEqual(self.state(), "stopped")
        self.assertEqual(seen(), before)
        self.ec2.start_instances(InstanceIds=[instance])
        self.advance(2)
        self.assertEqual(self.state(), "running")
        self.assertEqual(seen(), before)

    def test_encryption_by_default_encrypts_every_new_disk(self) -> None:
        self.ec2.enable_ebs_encryption_by_default()
        self.aws.volume(Encrypted=False)
        self.aws.instance()
        self.advance(5)
        self.assertEqual([v["Encrypted"] for v in self.ec2.describe_volumes()["Volumes"]], [True, True])

    def test_a_nat_gateway_takes_its_time_and_lingers(self) -> None:
        subnet = self.aws.subnet()
        self.aws.gateway(self.aws.vpc_of(subnet))
        nat = self.aws.nat(subnet)

        def state() -> list[str]:
            return [n["State"] for n in self.ec2.describe_nat_gateways()["NatGateways"]]

        self.assertEqual(state(), ["pending"])
        self.advance(3)
        self.assertEqual(state(), ["available"])
        self.ec2.delete_nat_gateway(NatGatewayId=nat)
        self.assertEqual(state(), ["deleting"])
        self.refuses("DependencyViolation", self.ec2.delete_subnet, SubnetId=subnet)
        self.advance(3)
        self.assertEqual(state(), ["deleted"])
        self.ec2.delete_subnet(SubnetId=subnet)
        self.advance(61)
        self.assertEqual(state(), [])

    def test_a_nat_gateway_without_a_way_out_fails(self) -> None:
        nat = self.aws.nat(self.aws.subnet())
        self.advance(3)
        row = self.ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]
        self.assertEqual((row["State"], row["FailureCode"]), ("failed", "Gateway.NotAttached"))

    def test_a_database_takes_its_time(self) -> None:
        self.aws.database()

        def row() -> dict:
            return self.rds.describe_db_instances()["DBInstances"][0]

        self.assertEqual(row()["DBInstanceStatus"], "creating")
        self.assertNotIn("Endpoint", row())
        self.refuses("InvalidDBInstanceState", self.rds.stop_db_instance, DBInstanceIdentifier="db")
        self.advance(5)
        self.assertIn("Endpoint", row())
        self.rds.stop_db_instance(DBInstanceIdentifier="db")
        self.assertEqual(row()["DBInstanceStatus"], "stopping")
        self.advance(3)
        self.assertEqual(row()["DBInstanceStatus"], "stopped")
        self.advance(8 * 24 * 3600)
        self.assertIn(row()["DBInstanceStatus"], ("starting", "available"))
        self.advance(5)
        self.rds.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)
        self.assertEqual(row()["DBInstanceStatus"], "deleting")
        self.advance(4)
        self.refuses("DBInstanceNotFound", self.rds.describe_db_instances, DBInstanceIdentifier="db")

    def test_a_change_of_a_database_shows_late_and_refuses_the_next_one(self) -> None:
        self.aws.database()
        self.advance(5)

        def row() -> dict:
            return self.rds.describe_db_instances()["DBInstances"][0]

        def change(**what) -> None:
            self.rds.modify_db_instance(DBInstanceIdentifier="db", ApplyImmediately=True, **what)

        change(DBInstanceClass="db.t3.small", EnablePerformanceInsights=True)
        self.assertEqual((row()["DBInstanceStatus"], row()["PendingModifiedValues"]), ("available", {"DBInstanceClass": "db.t3.small"}))
        self.refuses("InvalidDBInstanceState", change, BackupRetentionPeriod=3)
        self.refuses("InvalidDBInstanceState", self.rds.stop_db_instance, DBInstanceIdentifier="db")
        self.refuses("InvalidDBInstanceState", self.rds.delete_db_instance, DBInstanceIdentifier="db", SkipFinalSnapshot=True)
        self.advance(0.7)
        self.assertEqual((row()["DBInstanceStatus"], row()["PerformanceInsightsEnabled"]), ("modifying", False))
        self.refuses("InvalidDBInstanceState", change, BackupRetentionPeriod=3)
        self.advance(2)
        self.assertEqual(
            (row()["DBInstanceStatus"], row()["DBInstanceClass"], row()["PendingModifiedValues"], row()["PerformanceInsightsEnabled"]),
            ("available", "db.t3.small", {}, True),
        )

    def test_a_database_grows_by_a_tenth_or_more(self) -> None:
        self.aws.database(AllocatedStorage=20)
        self.advance(5)
        self.rds.modify_db_instance(DBInstanceIdentifier="db", AllocatedStorage=21, ApplyImmediately=True)
        self.advance(3)
        self.rds.describe_db_instances()
        self.advance(3)
        self.assertEqual(self.rds.describe_db_instances()["DBInstances"][0]["AllocatedStorage"], 22)

    def test_a_version_names_those_that_it_can_become(self) -> None:
        row = self.rds.describe_db_engine_versions(Engine="postgres", EngineVersion="16.8")["DBEngineVersions"][0]
        self.assertEqual([(t["EngineVersion"], t["IsMajorVersionUpgrade"]) for t in row["ValidUpgradeTarget"]], [("17.4", True)])

    def test_a_new_profile_is_known_after_the_lag_that_was_asked_for(self) -> None:
        self.sandbox.control("PATCH", "settings", {"consistency_lag_seconds": 5})
        self.aws.role()
        self.aws.iam.create_instance_profile(InstanceProfileName="p")
        self.advance(6)
        self.iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="role")
        self.aws.instance(IamInstanceProfile={"Name": "p"})
        self.iam.create_instance_profile(InstanceProfileName="late")
        error = self.refuses("InvalidParameterValue", self.aws.instance, IamInstanceProfile={"Name": "late"})
        self.assertIn("Invalid IAM Instance Profile", str(error))


class TokensAndDryRuns(SandboxTest):
    def test_the_same_token_is_the_same_thing(self) -> None:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        self.aws.gateway(vpc)
        address = self.aws.address()
        calls = [
            lambda: self.aws.instance(subnet, ClientToken="t"),
            lambda: self.ec2.create_route_table(VpcId=vpc, ClientToken="t")["RouteTable"]["RouteTableId"],
            lambda: self.aws.volume(ClientToken="t"),
            lambda: self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address, ClientToken="t")["NatGateway"]["NatGatewayId"],
            lambda: self.ec2.create_network_interface(SubnetId=subnet, ClientToken="t")["NetworkInterface"]["NetworkInterfaceId"],
            lambda: self.ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", ClientToken="t")["VpcEndpoint"]["VpcEndpointId"],
            lambda: self.ec2.create_network_acl(VpcId=vpc, ClientToken="t")["NetworkAcl"]["NetworkAclId"],
        ]
        for call in calls:
            self.assertEqual(call(), call())
        self.refuses("IdempotentParameterMismatch", self.aws.volume, Size=11, ClientToken="t")

    def test_the_token_of_a_terminated_instance_is_used_up(self) -> None:
        subnet = self.aws.subnet()
        first = self.aws.instance(subnet, ClientToken="t")
        self.assertEqual(self.aws.instance(subnet, ClientToken="t"), first)
        self.ec2.terminate_instances(InstanceIds=[first])
        self.refuses("IdempotentInstanceTerminated", self.aws.instance, subnet, ClientToken="t")
        self.assertNotEqual(self.aws.instance(subnet, ClientToken="another"), first)

    def test_a_refusal_for_capacity_keeps_the_token_and_its_image(self) -> None:
        subnet = self.aws.subnet()
        images = [image["ImageId"] for image in self.ec2.describe_images(Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"]][:2]
        for code, then in (("InsufficientInstanceCapacity", "IdempotentParameterMismatch"), ("InternalError", None)):
            self.sandbox.control("POST", "faults", {"kind": "fail_before", "action": "RunInstances", "times": 1, "error": {"code": code}})
            self.refuses(code, self.aws.instance, subnet, ImageId=images[0], ClientToken=code)
            if then:
                self.refuses(then, self.aws.instance, subnet, ImageId=images[1], ClientToken=code)
                self.aws.instance(subnet, ImageId=images[0], ClientToken=code)
            else:
                self.aws.instance(subnet, ImageId=images[1], ClientToken=code)

    def test_a_dry_run_tells_and_does_nothing(self) -> None:
        subnet, volume = self.aws.subnet(), self.aws.volume()
        vpc = self.aws.vpc_of(subnet)
        before = self.sandbox.control("GET", "inventory")
        calls = [
            (self.ec2.create_vpc, {"CidrBlock": "10.0.0.0/16"}), (self.ec2.delete_vpc, {"VpcId": self.aws.vpc()}),
            (self.ec2.delete_subnet, {"SubnetId": subnet}), (self.ec2.create_subnet, {"VpcId": vpc, "CidrBlock": "10.0.9.0/24"}),
            (self.ec2.create_security_group, {"GroupName": "g", "Description": "d", "VpcId": vpc}),
            (self.ec2.allocate_address, {}), (self.ec2.create_internet_gateway, {}), (self.ec2.delete_volume, {"VolumeId": volume}),
            (self.ec2.create_route_table, {"VpcId": vpc}), (self.ec2.create_tags, {"Resources": [vpc], "Tags": [{"Key": "a", "Value": "b"}]}),
            (self.ec2.run_instances, {"ImageId": self.aws.image(), "MinCount": 1, "MaxCount": 1, "InstanceType": "t3.micro"}),
            (self.ec2.describe_vpcs, {}), (self.ec2.describe_instances, {}),
        ]
        for call, parameters in calls:
            error = self.refuses("DryRunOperation", call, DryRun=True, **parameters)
            self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 412)
        after = self.sandbox.control("GET", "inventory")
        self.assertEqual(len(after["us-east-1"]["Vpc"]), 2)
        self.assertEqual(after["us-east-1"]["Subnet"], before["us-east-1"]["Subnet"])
        self.assertNotIn("Instance", after["us-east-1"])

    def test_a_dry_run_that_would_fail_says_why(self) -> None:
        self.refuses("InvalidAMIID.NotFound", self.ec2.run_instances, ImageId="ami-00000000000000000", MinCount=1, MaxCount=1, DryRun=True)
        self.sandbox.control("POST", "faults", [{"service": "ec2", "action": "CreateVpc", "kind": "deny"}])
        self.refuses("UnauthorizedOperation", self.ec2.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True)


class Pages(SandboxTest):
    def test_pages_are_honoured_and_complete(self) -> None:
        self.sandbox.control("PATCH", "settings", {"quotas": {"L-F678F1CE": 50}})
        vpc = self.aws.vpc()
        for n in range(12):
            self.aws.group(vpc, f"g{n}")
        first = self.ec2.describe_security_groups(MaxResults=5)
        self.assertEqual(len(first["SecurityGroups"]), 5)
        found = [g["GroupId"] for page in self.ec2.get_paginator("describe_security_groups").paginate(PaginationConfig={"PageSize": 5})
                 for g in page["SecurityGroups"]]
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(len(found), len(self.ec2.describe_security_groups()["SecurityGroups"]))
        for operation, key in (("describe_vpcs", "Vpcs"), ("describe_subnets", "Subnets"), ("describe_route_tables", "RouteTables")):
            call = getattr(self.ec2, operation)
            self.assertLessEqual(len(call(MaxResults=5)[key]), 5)
        self.refuses("InvalidNextToken", self.ec2.describe_vpcs, NextToken="nonsense")
        self.refuses("InvalidNextToken", self.ec2.describe_security_groups, NextToken=first["NextToken"], GroupNames=["g1"], MaxResults=5)

    def test_databases_are_paged(self) -> None:
        for n in range(21):
            self.aws.database(f"db{n}")
        page = self.rds.describe_db_instances(MaxRecords=20)
        self.assertEqual(len(page["DBInstances"]), 20)
        self.assertEqual(len(self.rds.describe_db_instances(Marker=page["Marker"])["DBInstances"]), 1)


class PlacesAndImages(SandboxTest):
    def test_the_partition_has_34_regions_and_an_account_17(self) -> None:
        self.assertEqual(len(self.ec2.describe_regions()["Regions"]), 17)
        everywhere = self.ec2.describe_regions(AllRegions=True)["Regions"]
        self.assertEqual(len(everywhere), 34)
        self.assertEqual(sum(r["OptInStatus"] == "not-opted-in" for r in everywhere), 17)
        filtered = self.ec2.describe_regions(AllRegions=True, Filters=[{"Name": "region-name", "Values": ["eu-*"]}])["Regions"]
        self.assertEqual(len(filtered), 8)

    def test_a_region_that_is_off_looks_like_bad_credentials(self) -> None:
        here = Account(self.sandbox, "eu-south-1")
        self.refuses("AuthFailure", here.ec2.describe_vpcs)
        self.refuses("InvalidClientTokenId", here.rds.describe_db_instances)
        self.refuses("UnrecognizedClientException", here.ssm.get_parameters, Names=["x"])
        on = self.sandbox.control("GET", "settings")["enabled_regions"]
        self.sandbox.control("PATCH", "settings", {"enabled_regions": [*on, "eu-south-1"]})
        self.assertEqual(len(here.ec2.describe_vpcs()["Vpcs"]), 1)

    def test_every_region_has_the_images_that_ssm_names(self) -> None:
        names = [
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
            "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
            "/aws/service/canonical/ubuntu/server/22.04/stable/current/arm64/hvm/ebs-gp2/ami-id",
            "/aws/service/debian/release/12/latest/amd64",
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
        ]
        seen = set()
        for region in ("us-east-1", "eu-west-1"):
            here = Account(self.sandbox, region)
            found = here.ssm.get_parameters(Names=names)["Parameters"]
            self.assertEqual(len(found), len(names))
            images = {i["ImageId"]: i for i in here.ec2.describe_images(ImageIds=[p["Value"] for p in found])["Images"]}
            for parameter in found:
                image = images[parameter["Value"]]
                self.assertEqual(image["Architecture"], "arm64" if "arm64" in parameter["Name"] else "x86_64")
                seen.add(parameter["Value"])
        self.assertEqual(len(seen), 12)
        self.assertTrue(self.aws.ssm.get_parameters_by_path(Path="/aws/service/debian/release/12/latest")["Parameters"])
        self.assertEqual(self.ec2.describe_images(ImageIds=["ami-0230bd60aa48260c6"])["Images"][0]["ImageOwnerAlias"], "amazon")

    def test_parameters_of_this_account_are_listed_and_those_of_aws_are_not(self) -> None:
        self.aws.image()
        self.aws.parameter(Tags=[{"Key": "team", "Value": "blue"}])
        self.aws.parameter("plain")
        self.assertEqual({p["Name"] for p in self.aws.ssm.describe_parameters()["Parameters"]}, {"/shop/size", "plain"})
        listed = self.sandbox.control("GET", "inventory")["us-east-1"]["Parameter"]
        self.assertEqual(listed, [{"id": "/shop/size", "tags": {"team": "blue"}}, {"id": "plain", "tags": {}}])

    def test_a_log_group_changes_its_key_and_leaves_no_tags_behind(self) -> None:
        logs, group = self.aws.logs, "/shop/web"
        key = self.aws.kms.create_key()["KeyMetadata"]["Arn"]
        logs.create_log_group(logGroupName=group, tags={"team": "blue"})
        logs.associate_kms_key(logGroupName=group, kmsKeyId=key)
        self.assertEqual(logs.describe_log_groups()["logGroups"][0]["kmsKeyId"], key)
        logs.disassociate_kms_key(logGroupName=group)
        self.assertNotIn("kmsKeyId", logs.describe_log_groups()["logGroups"][0])
        listed = self.sandbox.control("GET", "inventory")["us-east-1"]["LogGroup"]
        self.assertEqual(listed, [{"id": group, "tags": {"team": "blue"}}])
        logs.delete_log_group(logGroupName=group)
        self.refuses("ResourceNotFoundException", logs.associate_kms_key, logGroupName=group, kmsKeyId=key)
        logs.create_log_group(logGroupName=group)
        self.assertEqual(logs.list_tags_for_resource(resourceArn=f"arn:aws:logs:us-east-1:123456789012:log-group:{group}")["tags"], {})

    def test_quotas_are_told_and_can_be_changed(self) -> None:
        quotas = self.sandbox.client("service-quotas")
        read = lambda: quotas.get_service_quota(ServiceCode="vpc", QuotaCode="L-F678F1CE")["Quota"]["Value"]  # noqa: E731
        self.assertEqual(read(), 5)
        self.sandbox.control("PATCH", "settings", {"quotas": {"L-F678F1CE": 1}})
        self.assertEqual(read(), 1)
        self.refuses("VpcLimitExceeded", self.aws.vpc)

    def test_addresses_that_the_account_brought_along_count_against_no_quota(self) -> None:
        self.sandbox.control("PATCH", "settings", {"quotas": {"L-0263D0A3": 1}})
        for _ in range(3):
            self.ec2.allocate_address(Domain="vpc", PublicIpv4Pool="ipv4pool-ec2-0123")
        self.aws.address()
        self.refuses("AddressLimitExceeded", self.aws.address)
        pools = [a["PublicIpv4Pool"] for a in self.ec2.describe_addresses()["Addresses"]]
        self.assertEqual(sorted(pools), ["amazon", *["ipv4pool-ec2-0123"] * 3])

    def test_databases_can_be_ordered(self) -> None:
        options = self.rds.describe_orderable_db_instance_options(Engine="postgres", DBInstanceClass="db.t3.micro", EngineVersion="16.8")
        self.assertEqual({o["StorageType"] for o in options["OrderableDBInstanceOptions"]}, {"gp2", "gp3", "io1", "io2", "standard"})
        engines = {e["Engine"] for e in self.rds.describe_db_engine_versions()["DBEngineVersions"]}
        self.assertEqual(engines, {"postgres", "mysql", "mariadb"})


class WhatPreflightAsks(SandboxTest):
    def test_a_simulation_tells_which_calls_faults_would_deny(self) -> None:
        self.sandbox.control("POST", "faults", [
            {"service": "ec2", "action": "CreateVpc", "kind": "deny"}, {"service": "rds", "action": "CreateDBInstance", "kind": "deny_scp"},
        ])
        user = "arn:aws:iam::123456789012:user/ann"
        answer = self.iam.simulate_principal_policy(
            PolicySourceArn=user, ActionNames=["ec2:CreateVpc", "rds:CreateDBInstance", "s3:CreateBucket"],
        )
        self.assertEqual(
            {row["EvalActionName"]: row["EvalDecision"] for row in answer["EvaluationResults"]},
            {"ec2:CreateVpc": "implicitDeny", "rds:CreateDBInstance": "explicitDeny", "s3:CreateBucket": "allowed"},
        )
        self.refuses("InvalidInput", self.iam.simulate_principal_policy, PolicySourceArn="arn:aws:iam::123456789012:root", ActionNames=["ec2:CreateVpc"])

    def test_a_bucket_of_another_account_is_taken_and_tells_only_its_region(self) -> None:
        self.sandbox.control("PATCH", "settings", {"others_buckets": {"taken": "eu-west-1"}})
        error = self.refuses("403", self.aws.s3.head_bucket, Bucket="taken")
        self.assertEqual(error.response["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"], "eu-west-1")
        self.refuses("BucketAlreadyExists", self.aws.s3.create_bucket, Bucket="taken")
        self.refuses("AccessDenied", self.aws.s3.list_objects_v2, Bucket="taken")

    def test_a_class_is_offered_as_was_asked_for(self) -> None:
        self.sandbox.control("PATCH", "settings", {"db_offerings": {"db.t3.micro": {"MultiAZCapable": False, "StorageTypes": ["gp2"]}}})
        options = self.rds.describe_orderable_db_instance_options(Engine="postgres", DBInstanceClass="db.t3.micro")["OrderableDBInstanceOptions"]
        self.assertEqual({(o["StorageType"], o["MultiAZCapable"]) for o in options}, {("gp2", False)})
        self.refuses("InvalidParameterCombination", self.aws.database, MultiAZ=True, StorageType="gp2")
