"""Written values are read back: one full life of each type in the catalog."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from .support import ALLOW, TRUST, SandboxTest

TAGS = [{"Key": "pockitect:project", "Value": "shop"}]


def tagged(kind: str) -> list[dict]:
    return [{"ResourceType": kind, "Tags": TAGS}]


class RoundTrips(SandboxTest):
    def assertHas(self, row: dict, **expected: object) -> None:
        self.assertEqual({name: row.get(name) for name in expected}, expected)

    def tearDown(self) -> None:
        # Each life ends with nothing left behind.
        self.assertEqual(self.sandbox.control("GET", "inventory"), {})

    def test_vpc(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.9/16", InstanceTenancy="default", TagSpecifications=tagged("vpc"))["Vpc"]["VpcId"]
        for name in ("EnableDnsSupport", "EnableDnsHostnames"):
            self.ec2.modify_vpc_attribute(VpcId=vpc, **{name: {"Value": True}})
            read = self.ec2.describe_vpc_attribute(VpcId=vpc, Attribute=name[0].lower() + name[1:])
            self.assertEqual(read[name], {"Value": True})
        self.assertHas(self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0], CidrBlock="10.0.0.0/16", State="available", Tags=TAGS)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_subnet(self) -> None:
        vpc = self.aws.vpc()
        made = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZoneId="use1-az1", TagSpecifications=tagged("subnet"))
        subnet = made["Subnet"]["SubnetId"]
        self.assertFalse(made["Subnet"]["MapPublicIpOnLaunch"])
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        self.assertHas(
            self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0], MapPublicIpOnLaunch=True, AvailabilityZoneId="use1-az1",
            DefaultForAz=False, AvailableIpAddressCount=251, Tags=TAGS,
        )
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_gateways_address_and_routes(self) -> None:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        gateway = self.aws.gateway(vpc)
        address = self.ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))["AllocationId"]
        nat = self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address, TagSpecifications=tagged("natgateway"))["NatGateway"]
        self.assertEqual(nat["State"], "pending")
        nat = nat["NatGatewayId"]
        row = self.ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]
        self.assertHas(row, State="available", ConnectivityType="public", SubnetId=subnet, VpcId=vpc, Tags=TAGS)
        self.assertEqual(row["NatGatewayAddresses"][0]["AllocationId"], address)
        table = self.ec2.create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table"))["RouteTable"]["RouteTableId"]
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        self.ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
        association = self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)["AssociationId"]
        row = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]
        self.assertEqual(row["Routes"][1]["NatGatewayId"], nat)
        self.assertNotIn("GatewayId", row["Routes"][1])
        self.assertEqual(row["Associations"][0]["SubnetId"], subnet)
        self.ec2.disassociate_route_table(AssociationId=association)
        self.ec2.delete_nat_gateway(NatGatewayId=nat)
        row = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]
        self.assertEqual(row["Routes"][1]["State"], "blackhole")
        self.ec2.delete_route_table(RouteTableId=table)
        self.assertEqual(self.ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"], "deleted")
        self.ec2.release_address(AllocationId=address)
        self.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.ec2.delete_internet_gateway(InternetGatewayId=gateway)
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_security_group(self) -> None:
        vpc = self.aws.vpc()
        group, peer = self.aws.group(vpc), self.aws.group(vpc, "peer")
        wanted = [
            {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "web"}],
             "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "web six"}], "UserIdGroupPairs": [], "PrefixListIds": []},
            {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [],
             "UserIdGroupPairs": [{"GroupId": peer, "UserId": "123456789012", "Description": "from the peer"}]},
            {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "IpRanges": [], "Ipv6Ranges": [], "UserIdGroupPairs": [],
             "PrefixListIds": [{"PrefixListId": "pl-63a5400a", "Description": "a list"}]},
        ]
        made = self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=wanted)["SecurityGroupRules"]
        self.assertEqual(len(made), 4)
        row = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        self.assertEqual(row["IpPermissions"], wanted)
        change = {"IpProtocol": "tcp", "FromPort": 81, "ToPort": 82, "CidrIpv4": "10.0.0.0/8", "Description": "changed"}
        self.ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[
            {"SecurityGroupRuleId": made[0]["SecurityGroupRuleId"], "SecurityGroupRule": change}])
        rules = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
        self.assertHas(next(r for r in rules if r["SecurityGroupRuleId"] == made[0]["SecurityGroupRuleId"]), **change)
        self.ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[r["SecurityGroupRuleId"] for r in made])
        self.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
        row = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]
        self.assertHas(row, IpPermissions=[], IpPermissionsEgress=[])
        for done in (group, peer):
            self.ec2.delete_security_group(GroupId=done)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_key_pair(self) -> None:
        for kind, key in (("ed25519", ed25519.Ed25519PrivateKey.generate()), ("rsa", rsa.generate_private_key(65537, 2048))):
            public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH) + b" me@here"
            self.ec2.import_key_pair(KeyName=kind, PublicKeyMaterial=public, TagSpecifications=tagged("key-pair"))
            row = self.ec2.describe_key_pairs(KeyNames=[kind], IncludePublicKey=True)["KeyPairs"][0]
            self.assertHas(row, KeyType=kind, PublicKey=public.decode(), Tags=TAGS)
            self.assertNotIn("PublicKey", self.ec2.describe_key_pairs(KeyPairIds=[row["KeyPairId"]])["KeyPairs"][0])
            self.ec2.delete_key_pair(KeyPairId=row["KeyPairId"])
            self.ec2.delete_key_pair(KeyName=kind)

    def test_role_and_profile(self) -> None:
        self.iam.create_role(RoleName="r", Path="/app/", AssumeRolePolicyDocument=TRUST, Description="one", MaxSessionDuration=7200, Tags=TAGS)
        self.iam.put_role_policy(RoleName="r", PolicyName="inline", PolicyDocument=ALLOW)
        managed = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
        self.iam.attach_role_policy(RoleName="r", PolicyArn=managed)
        self.iam.update_role(RoleName="r", Description="two", MaxSessionDuration=3600)
        role = self.iam.get_role(RoleName="r")["Role"]
        self.assertHas(role, Path="/app/", Description="two", MaxSessionDuration=3600, Tags=TAGS, AssumeRolePolicyDocument=json.loads(TRUST))
        self.iam.create_instance_profile(InstanceProfileName="p", Path="/app/", Tags=TAGS)
        self.iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="r")
        self.assertEqual(self.iam.list_instance_profile_tags(InstanceProfileName="p")["Tags"], TAGS)
        self.assertNotIn("Tags", self.iam.list_roles()["Roles"][0])
        details = self.iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"][0]
        self.assertHas(details, Tags=TAGS, AttachedManagedPolicies=[{"PolicyName": "AmazonSSMManagedInstanceCore", "PolicyArn": managed}])
        self.assertEqual(details["RolePolicyList"][0]["PolicyDocument"], json.loads(ALLOW))
        self.assertEqual(details["InstanceProfileList"][0]["InstanceProfileName"], "p")
        self.iam.remove_role_from_instance_profile(InstanceProfileName="p", RoleName="r")
        self.iam.delete_instance_profile(InstanceProfileName="p")
        self.refuses("DeleteConflict", self.iam.delete_role, RoleName="r")
        self.iam.detach_role_policy(RoleName="r", PolicyArn=managed)
        self.iam.delete_role_policy(RoleName="r", PolicyName="inline")
        self.iam.delete_role(RoleName="r")

    def test_instance(self) -> None:
        subnet = self.aws.subnet()
        vpc = self.aws.vpc_of(subnet)
        group = self.aws.group(vpc)
        self.aws.profile()
        instance = self.aws.instance(
            subnet, SecurityGroupIds=[group], KeyName="key", IamInstanceProfile={"Name": "profile"}, DisableApiTermination=True,
            Monitoring={"Enabled": True}, UserData="#!/bin/sh\necho hello", EbsOptimized=True,
            MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
            BlockDeviceMappings=[
                {"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Iops": 4000, "Throughput": 200, "Encrypted": True}},
                {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 5, "VolumeType": "gp3", "DeleteOnTermination": True}},
            ],
            TagSpecifications=[*tagged("instance"), *tagged("volume"), *tagged("network-interface")],
        )
        row = self.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
        self.assertHas(row, State={"Code": 16, "Name": "running"}, KeyName="key", EbsOptimized=True, SubnetId=subnet, Tags=TAGS,
                       RootDeviceName="/dev/xvda", Monitoring={"State": "enabled"},
                       SecurityGroups=[{"GroupId": group, "GroupName": "web"}])
        self.assertHas(row["MetadataOptions"], HttpTokens="required", HttpPutResponseHopLimit=2)
        self.assertTrue(row["IamInstanceProfile"]["Arn"].endswith("/profile"))
        self.assertTrue(row["NetworkInterfaces"][0]["Attachment"]["DeleteOnTermination"])
        read = self.ec2.describe_instance_attribute(InstanceId=instance, Attribute="userData")["UserData"]["Value"]
        self.assertEqual(__import__("base64").b64decode(read), b"#!/bin/sh\necho hello")
        read = self.ec2.describe_instance_attribute(InstanceId=instance, Attribute="disableApiTermination")
        self.assertEqual(read["DisableApiTermination"], {"Value": True})
        volumes = {v["Attachments"][0]["Device"]: v for v in self.ec2.describe_volumes()["Volumes"]}
        self.assertHas(volumes["/dev/xvda"], Size=20, VolumeType="gp3", Iops=4000, Throughput=200, Encrypted=True, Tags=TAGS)
        self.assertEqual(self.ec2.describe_network_interfaces()["NetworkInterfaces"][0]["TagSet"], TAGS)
        self.ec2.modify_instance_attribute(InstanceId=instance, SourceDestCheck={"Value": False})
        self.ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": False})
        self.ec2.modify_instance_attribute(InstanceId=instance, InstanceInitiatedShutdownBehavior={"Value": "terminate"})
        self.ec2.modify_instance_metadata_options(InstanceId=instance, HttpTokens="optional")
        self.ec2.unmonitor_instances(InstanceIds=[instance])
        row = self.ec2.describe_instances()["Reservations"][0]["Instances"][0]
        self.assertHas(row, SourceDestCheck=False, Monitoring={"State": "disabled"}, SecurityGroups=[{"GroupId": group, "GroupName": "web"}])
        self.assertHas(row["MetadataOptions"], HttpTokens="optional", HttpPutResponseHopLimit=2)
        self.ec2.terminate_instances(InstanceIds=[instance])
        row = self.ec2.describe_instances()["Reservations"][0]["Instances"][0]
        self.assertHas(row, State={"Code": 48, "Name": "terminated"}, NetworkInterfaces=[], SecurityGroups=[])
        self.iam.remove_role_from_instance_profile(InstanceProfileName="profile", RoleName="role")
        self.iam.delete_instance_profile(InstanceProfileName="profile")
        self.iam.delete_role(RoleName="role")
        self.ec2.delete_key_pair(KeyName="key")
        self.ec2.delete_security_group(GroupId=group)
        self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_volume(self) -> None:
        volume = self.aws.volume(Size=30, Iops=3500, Throughput=150, Encrypted=True, TagSpecifications=tagged("volume"))
        row = self.ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]
        self.assertHas(row, Size=30, Iops=3500, Throughput=150, Encrypted=True, State="available", Tags=TAGS, VolumeType="gp3")
        self.ec2.modify_volume(VolumeId=volume, Size=40, Iops=4000, Throughput=250)
        self.assertHas(self.ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0], Size=40, Iops=4000, Throughput=250)
        self.assertEqual(self.ec2.describe_volumes_modifications(VolumeIds=[volume])["VolumesModifications"][0]["ModificationState"], "completed")
        self.ec2.delete_volume(VolumeId=volume)

    def test_database(self) -> None:
        vpc = self.aws.vpc()
        subnets, group = self.aws.subnet_group(vpc), self.aws.group(vpc)
        wanted = {
            "DBName": "app", "MultiAZ": True, "StorageType": "gp3", "MaxAllocatedStorage": 100, "BackupRetentionPeriod": 7,
            "PreferredBackupWindow": "01:00-02:00", "PreferredMaintenanceWindow": "sun:03:00-sun:04:00", "StorageEncrypted": True,
            "DeletionProtection": True, "CopyTagsToSnapshot": True, "AutoMinorVersionUpgrade": False, "PubliclyAccessible": False,
            "MonitoringInterval": 60, "MonitoringRoleArn": "arn:aws:iam::123456789012:role/monitor",
        }
        self.aws.database(DBSubnetGroupName="subnets", VpcSecurityGroupIds=[group], Tags=TAGS, Port=5433,
                          EnablePerformanceInsights=True, EnableIAMDatabaseAuthentication=True,
                          EnableCloudwatchLogsExports=["postgresql"], **wanted)
        row = self.rds.describe_db_instances(DBInstanceIdentifier="db")["DBInstances"][0]
        self.assertHas(row, DBInstanceStatus="available", PerformanceInsightsEnabled=True, IAMDatabaseAuthenticationEnabled=True,
                       TagList=TAGS, EnabledCloudwatchLogsExports=["postgresql"], PendingModifiedValues={}, **wanted)
        self.assertEqual(row["Endpoint"]["Port"], 5433)
        self.assertIn("SecretArn", row["MasterUserSecret"])
        self.assertEqual(self.rds.list_tags_for_resource(ResourceName=row["DBInstanceArn"])["TagList"], TAGS)
        told = self.rds.modify_db_instance(DBInstanceIdentifier="db", DBInstanceClass="db.t3.small", ApplyImmediately=True,
                                           DeletionProtection=False, MultiAZ=False, BackupRetentionPeriod=3, MonitoringInterval=0,
                                           DBPortNumber=5444, EnablePerformanceInsights=False)["DBInstance"]
        # A change shows as `modifying` only later; the answer still has the old state and class.
        self.assertHas(told, DBInstanceStatus="available", DBInstanceClass="db.t3.micro")
        row = self.rds.describe_db_instances()["DBInstances"][0]
        self.assertHas(row, DBInstanceStatus="available", DBInstanceClass="db.t3.small", MultiAZ=False, BackupRetentionPeriod=3,
                       DeletionProtection=False, MonitoringInterval=0, PerformanceInsightsEnabled=False)
        self.assertEqual(row["Endpoint"]["Port"], 5444)
        self.rds.modify_db_instance(DBInstanceIdentifier="db", DBInstanceClass="db.t3.medium")
        row = self.rds.describe_db_instances()["DBInstances"][0]
        self.assertHas(row, DBInstanceClass="db.t3.small", PendingModifiedValues={"DBInstanceClass": "db.t3.medium"})
        self.rds.modify_db_subnet_group(DBSubnetGroupName="subnets", DBSubnetGroupDescription="two", SubnetIds=subnets)
        self.assertEqual(self.rds.describe_db_subnet_groups()["DBSubnetGroups"][0]["DBSubnetGroupDescription"], "two")
        self.rds.delete_db_instance(DBInstanceIdentifier="db", FinalDBSnapshotIdentifier="last")
        self.refuses("DBInstanceNotFound", self.rds.describe_db_instances, DBInstanceIdentifier="db")
        self.rds.delete_db_subnet_group(DBSubnetGroupName="subnets")
        self.rds.delete_db_snapshot(DBSnapshotIdentifier="last")
        for subnet in subnets:
            self.ec2.delete_subnet(SubnetId=subnet)
        self.ec2.delete_security_group(GroupId=group)
        self.ec2.delete_vpc(VpcId=vpc)

    def test_bucket(self) -> None:
        s3 = self.sandbox.client("s3", "eu-west-1")
        tags = [{"Key": "a", "Value": "b"}]
        s3.create_bucket(Bucket="shop-1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1", "Tags": tags})
        self.assertEqual(s3.get_bucket_tagging(Bucket="shop-1")["TagSet"], tags)
        self.assertTrue(all(s3.get_public_access_block(Bucket="shop-1")["PublicAccessBlockConfiguration"].values()))
        rule = s3.get_bucket_encryption(Bucket="shop-1")["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
        self.assertEqual(s3.get_bucket_ownership_controls(Bucket="shop-1")["OwnershipControls"]["Rules"][0]["ObjectOwnership"], "BucketOwnerEnforced")
        lifecycle = [{
            "ID": "x", "Status": "Enabled", "Filter": {"Prefix": "a/"}, "Expiration": {"Days": 30},
            "Transitions": [{"Days": 10, "StorageClass": "STANDARD_IA"}], "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 5, "NewerNoncurrentVersions": 2},
        }]
        s3.put_bucket_lifecycle_configuration(Bucket="shop-1", LifecycleConfiguration={"Rules": lifecycle})
        self.assertEqual(s3.get_bucket_lifecycle_configuration(Bucket="shop-1")["Rules"], lifecycle)
        s3.delete_bucket_lifecycle(Bucket="shop-1")
        self.refuses("NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket="shop-1")
        cors = [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://a"], "AllowedHeaders": ["*"], "ExposeHeaders": ["x"], "MaxAgeSeconds": 3}]
        s3.put_bucket_cors(Bucket="shop-1", CORSConfiguration={"CORSRules": cors})
        self.assertEqual(s3.get_bucket_cors(Bucket="shop-1")["CORSRules"], cors)
        s3.put_bucket_versioning(Bucket="shop-1", VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual(s3.get_bucket_versioning(Bucket="shop-1")["Status"], "Enabled")
        elsewhere = self.sandbox.client("s3", "us-east-1")
        self.assertEqual(elsewhere.get_bucket_location(Bucket="shop-1")["LocationConstraint"], "eu-west-1")
        s3.delete_bucket(Bucket="shop-1")
