"""Each rule as a pair: moto alone accepts the call, the sandbox refuses it with AWS's code.

A row sets up what it needs and returns the offending call. `moto_too` marks what moto refuses with that code as well:
kept here so that an answer of ours is never more lenient than moto's.
"""

from __future__ import annotations

import json
import unittest
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from .support import TRUST, Account, SandboxTest

ROWS: list[tuple[str, str, bool, Callable[[Account], Callable[[], Any]]]] = []


def refused(code: str, moto_too: bool = False) -> Callable[[Any], Any]:
    def add(setup: Callable[[Account], Callable[[], Any]]) -> Any:
        ROWS.append((setup.__name__, code, moto_too, setup))
        return setup

    return add


@refused("DependencyViolation")
def delete_subnet_with_instance(a):
    subnet = a.subnet()
    a.instance(subnet)
    return lambda: a.ec2.delete_subnet(SubnetId=subnet)


@refused("DependencyViolation")
def delete_subnet_with_interface(a):
    subnet = a.subnet()
    a.ec2.create_network_interface(SubnetId=subnet)
    return lambda: a.ec2.delete_subnet(SubnetId=subnet)


@refused("DependencyViolation")
def delete_subnet_with_nat_gateway(a):
    subnet = a.subnet()
    a.gateway(a.vpc_of(subnet))
    a.nat(subnet)
    return lambda: a.ec2.delete_subnet(SubnetId=subnet)


@refused("DependencyViolation")
def delete_subnet_with_database(a):
    subnets = a.subnet_group()
    a.database(DBSubnetGroupName="subnets", AvailabilityZone="us-east-1a")
    return lambda: a.ec2.delete_subnet(SubnetId=subnets[0])


@refused("DependencyViolation")
def delete_subnet_with_load_balancer(a):
    a.balancer()
    subnets = a.elbv2.describe_load_balancers()["LoadBalancers"][0]["AvailabilityZones"]
    return lambda: a.ec2.delete_subnet(SubnetId=subnets[0]["SubnetId"])


@refused("DependencyViolation")
def delete_group_named_by_a_rule(a):
    vpc = a.vpc()
    web, db = a.group(vpc, "web"), a.group(vpc, "db")
    a.ec2.authorize_security_group_ingress(GroupId=db, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{"GroupId": web}]}])
    return lambda: a.ec2.delete_security_group(GroupId=web)


@refused("DependencyViolation")
def delete_group_of_an_instance(a):
    subnet = a.subnet()
    group = a.group(a.vpc_of(subnet))
    a.instance(subnet, SecurityGroupIds=[group])
    return lambda: a.ec2.delete_security_group(GroupId=group)


@refused("CannotDelete")
def delete_default_group(a):
    vpc = a.vpc()
    group = a.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"][0]["GroupId"]
    return lambda: a.ec2.delete_security_group(GroupId=group)


@refused("DependencyViolation")
def delete_vpc_with_gateway(a):
    vpc = a.vpc()
    a.gateway(vpc)
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation")
def delete_vpc_with_group(a):
    vpc = a.vpc()
    a.group(vpc)
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation", moto_too=True)
def delete_vpc_with_subnet(a):
    vpc = a.vpc()
    a.subnet(vpc)
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation", moto_too=True)
def delete_vpc_with_route_table(a):
    vpc = a.vpc()
    a.ec2.create_route_table(VpcId=vpc)
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation")
def delete_vpc_with_endpoint(a):
    vpc = a.vpc()
    a.ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation")
def delete_vpc_with_network_acl(a):
    vpc = a.vpc()
    a.ec2.create_network_acl(VpcId=vpc)
    return lambda: a.ec2.delete_vpc(VpcId=vpc)


@refused("DependencyViolation")
def detach_gateway_under_nat(a):
    subnet = a.subnet()
    gateway = a.gateway(a.vpc_of(subnet))
    a.nat(subnet)
    return lambda: a.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=a.vpc_of(subnet))


@refused("DependencyViolation")
def detach_gateway_under_public_instance(a):
    subnet = a.subnet()
    vpc = a.vpc_of(subnet)
    gateway = a.gateway(vpc)
    a.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    a.instance(subnet)
    a.ec2.describe_instances()
    return lambda: a.ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)


@refused("DependencyViolation", moto_too=True)
def delete_attached_gateway(a):
    gateway = a.gateway(a.vpc())
    return lambda: a.ec2.delete_internet_gateway(InternetGatewayId=gateway)


@refused("InvalidParameterValue")
def attach_second_gateway(a):
    vpc = a.vpc()
    a.gateway(vpc)
    return lambda: a.gateway(vpc)


@refused("InvalidIPAddress.InUse")
def release_address_of_nat(a):
    subnet = a.subnet()
    a.gateway(a.vpc_of(subnet))
    address = a.address()
    a.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)
    return lambda: a.ec2.release_address(AllocationId=address)


@refused("InvalidIPAddress.InUse")
def release_address_of_instance(a):
    address, instance = a.address(), a.instance()
    a.ec2.describe_instances()
    a.ec2.associate_address(AllocationId=address, InstanceId=instance)
    return lambda: a.ec2.release_address(AllocationId=address)


@refused("InvalidParameterValue")
def delete_interface_in_use(a):
    a.instance()
    interface = a.ec2.describe_network_interfaces()["NetworkInterfaces"][0]["NetworkInterfaceId"]
    return lambda: a.ec2.delete_network_interface(NetworkInterfaceId=interface)


@refused("OperationNotPermitted")
def delete_interface_of_nat(a):
    subnet = a.subnet()
    a.gateway(a.vpc_of(subnet))
    a.nat(subnet)
    interface = a.ec2.describe_network_interfaces()["NetworkInterfaces"][0]["NetworkInterfaceId"]
    return lambda: a.ec2.delete_network_interface(NetworkInterfaceId=interface)


def _tables(a, vpc, main):
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "association.main", "Values": [main]}]
    return a.ec2.describe_route_tables(Filters=filters)["RouteTables"]


@refused("DependencyViolation")
def delete_main_route_table(a):
    table = _tables(a, a.vpc(), "true")[0]["RouteTableId"]
    return lambda: a.ec2.delete_route_table(RouteTableId=table)


@refused("DependencyViolation", moto_too=True)
def delete_associated_route_table(a):
    subnet = a.subnet()
    table = a.ec2.create_route_table(VpcId=a.vpc_of(subnet))["RouteTable"]["RouteTableId"]
    a.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    return lambda: a.ec2.delete_route_table(RouteTableId=table)


@refused("Resource.AlreadyAssociated")
def associate_subnet_twice(a):
    subnet = a.subnet()
    tables = [a.ec2.create_route_table(VpcId=a.vpc_of(subnet))["RouteTable"]["RouteTableId"] for _ in range(2)]
    a.ec2.associate_route_table(RouteTableId=tables[0], SubnetId=subnet)
    return lambda: a.ec2.associate_route_table(RouteTableId=tables[1], SubnetId=subnet)


@refused("RouteAlreadyExists", moto_too=True)
def create_route_twice(a):
    vpc = a.vpc()
    gateway, table = a.gateway(vpc), _tables(a, vpc, "true")[0]["RouteTableId"]
    wanted = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway}
    a.ec2.create_route(**wanted)
    return lambda: a.ec2.create_route(**wanted)


@refused("RouteAlreadyExists")
def create_ipv6_route_twice(a):
    vpc = a.vpc()
    gateway, table = a.gateway(vpc), _tables(a, vpc, "true")[0]["RouteTableId"]
    wanted = {"RouteTableId": table, "DestinationIpv6CidrBlock": "::/0", "GatewayId": gateway}
    a.ec2.create_route(**wanted)
    return lambda: a.ec2.create_route(**wanted)


@refused("InvalidParameterValue")
def route_to_a_gateway_elsewhere(a):
    vpc, gateway = a.vpc(), a.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    table = _tables(a, vpc, "true")[0]["RouteTableId"]
    return lambda: a.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)


@refused("InvalidSubnet.Range", moto_too=True)
def subnet_outside_its_vpc(a):
    vpc = a.vpc()
    return lambda: a.subnet(vpc, "10.1.0.0/24")


@refused("InvalidSubnet.Conflict", moto_too=True)
def subnets_that_overlap(a):
    vpc = a.vpc()
    a.subnet(vpc)
    return lambda: a.subnet(vpc, "10.0.1.128/25")


@refused("InvalidSubnet.Range")
def subnet_too_small(a):
    vpc = a.vpc()
    return lambda: a.subnet(vpc, "10.0.1.0/29")


@refused("InvalidPermission.Duplicate", moto_too=True)
def same_rule_twice(a):
    group = a.group()
    rule = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)
    return lambda: a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule)


@refused("InvalidPermission.Duplicate")
def same_group_rule_with_another_description(a):
    vpc = a.vpc()
    group, peer = a.group(vpc), a.group(vpc, "peer")

    def rule(text):
        return [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": peer, "Description": text}]}]

    a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule("one"))
    return lambda: a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule("two"))


@refused("InvalidParameterValue")
def port_range_backwards(a):
    group = a.group()
    return lambda: a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])


@refused("OperationNotPermitted")
def terminate_protected_instance(a):
    instance = a.instance(DisableApiTermination=True)
    return lambda: a.ec2.terminate_instances(InstanceIds=[instance])


@refused("IncorrectInstanceState")
def change_type_of_running_instance(a):
    instance = a.instance()
    return lambda: a.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t3.small"})


@refused("InvalidParameterValue")
def change_type_to_another_architecture(a):
    instance = a.instance()
    a.ec2.stop_instances(InstanceIds=[instance])
    a.ec2.describe_instances()
    return lambda: a.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t4g.micro"})


@refused("InvalidInstanceAttributeValue")
def change_type_to_an_unknown_one(a):
    instance = a.instance()
    a.ec2.stop_instances(InstanceIds=[instance])
    a.ec2.describe_instances()
    return lambda: a.ec2.modify_instance_attribute(InstanceId=instance, InstanceType={"Value": "t3.tiny"})


@refused("IncorrectInstanceState")
def stop_terminated_instance(a):
    instance = a.instance()
    a.ec2.terminate_instances(InstanceIds=[instance])
    a.ec2.describe_instances()
    return lambda: a.ec2.stop_instances(InstanceIds=[instance])


@refused("InvalidParameterValue")
def launch_with_unknown_profile(a):
    a.key()
    a.iam.create_instance_profile(InstanceProfileName="empty")
    return lambda: a.instance(IamInstanceProfile={"Name": "empty"})


@refused("MissingParameter")
def launch_with_an_interface_without_a_subnet(a):
    a.key()
    return lambda: a.instance(NetworkInterfaces=[{"DeviceIndex": 0, "AssociatePublicIpAddress": True}])


@refused("InvalidParameter")
def launch_with_group_of_another_vpc(a):
    subnet, group = a.subnet(), a.group()
    return lambda: a.instance(subnet, SecurityGroupIds=[group])


@refused("InvalidParameterValue")
def launch_arm_image_on_x86(a):
    arm = a.image("/aws/service/debian/release/12/latest/arm64")
    return lambda: a.instance(ImageId=arm)


@refused("InvalidBlockDeviceMapping")
def launch_with_root_smaller_than_its_image(a):
    return lambda: a.instance(BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 4}}])


@refused("VolumeInUse")
def attach_volume_twice(a):
    one, two = a.instance(a.subnet()), a.instance(a.ec2.describe_subnets(Filters=[{"Name": "availability-zone", "Values": ["us-east-1a"]}])["Subnets"][0]["SubnetId"])
    volume = a.volume()
    a.ec2.describe_volumes()
    a.ec2.attach_volume(VolumeId=volume, InstanceId=one, Device="/dev/sdf")
    return lambda: a.ec2.attach_volume(VolumeId=volume, InstanceId=two, Device="/dev/sdf")


@refused("VolumeInUse", moto_too=True)
def delete_volume_in_use(a):
    a.instance()
    volume = a.ec2.describe_volumes()["Volumes"][0]["VolumeId"]
    return lambda: a.ec2.delete_volume(VolumeId=volume)


@refused("InvalidVolume.ZoneMismatch")
def attach_volume_of_another_zone(a):
    instance, volume = a.instance(a.subnet()), a.volume("b")
    a.ec2.describe_volumes()
    return lambda: a.ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")


@refused("InvalidParameterValue")
def shrink_volume(a):
    volume = a.volume()
    a.ec2.describe_volumes()
    return lambda: a.ec2.modify_volume(VolumeId=volume, Size=5)


@refused("Gateway.NotAttached")
def associate_address_without_gateway(a):
    instance, address = a.instance(a.subnet()), a.address()
    a.ec2.describe_instances()
    return lambda: a.ec2.associate_address(AllocationId=address, InstanceId=instance)


@refused("InvalidDBSubnetGroupStateFault")
def delete_db_subnet_group_in_use(a):
    a.subnet_group()
    a.database(DBSubnetGroupName="subnets")
    return lambda: a.rds.delete_db_subnet_group(DBSubnetGroupName="subnets")


@refused("DBSubnetGroupDoesNotCoverEnoughAZs")
def db_subnet_group_in_one_zone(a):
    subnet = a.subnet()
    return lambda: a.rds.create_db_subnet_group(DBSubnetGroupName="g", DBSubnetGroupDescription="d", SubnetIds=[subnet])


@refused("DBSubnetGroupAlreadyExists")
def db_subnet_group_twice(a):
    subnets = a.subnet_group()
    return lambda: a.rds.create_db_subnet_group(DBSubnetGroupName="subnets", DBSubnetGroupDescription="d", SubnetIds=subnets)


@refused("InvalidParameterCombination")
def delete_database_with_no_snapshot_choice(a):
    a.database()
    a.rds.describe_db_instances()
    return lambda: a.rds.delete_db_instance(DBInstanceIdentifier="db")


@refused("InvalidParameterCombination", moto_too=True)
def delete_protected_database(a):
    a.database(DeletionProtection=True)
    return lambda: a.rds.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)


@refused("InvalidDBInstanceState")
def modify_stopped_database(a):
    a.database()
    a.rds.describe_db_instances()
    a.rds.stop_db_instance(DBInstanceIdentifier="db")
    a.rds.describe_db_instances()
    return lambda: a.rds.modify_db_instance(DBInstanceIdentifier="db", BackupRetentionPeriod=3)


@refused("InvalidParameterValue")
def database_owned_by_admin(a):
    return lambda: a.database(MasterUsername="admin")


@refused("InvalidParameterValue")
def database_of_ten_gigabytes(a):
    return lambda: a.database(AllocatedStorage=10, StorageType="gp3")


@refused("InvalidParameterCombination")
def database_of_unknown_class(a):
    return lambda: a.database(DBInstanceClass="db.t3.enormous")


@refused("InvalidParameterCombination")
def database_of_unknown_version(a):
    return lambda: a.database(EngineVersion="16.99")


@refused("InvalidParameterValue")
def database_without_password(a):
    return lambda: a.database(ManageMasterUserPassword=None)


@refused("InvalidParameterCombination")
def shrink_database(a):
    a.database(AllocatedStorage=40)
    a.rds.describe_db_instances()
    return lambda: a.rds.modify_db_instance(DBInstanceIdentifier="db", AllocatedStorage=20, ApplyImmediately=True)


@refused("InvalidParameterCombination")
def downgrade_database(a):
    a.database()
    a.rds.describe_db_instances()
    return lambda: a.rds.modify_db_instance(DBInstanceIdentifier="db", EngineVersion="16.6", ApplyImmediately=True)


@refused("InvalidParameterCombination")
def upgrade_database_to_an_older_release_of_the_next_major(a):
    a.database()
    a.rds.describe_db_instances()
    return lambda: a.rds.modify_db_instance(DBInstanceIdentifier="db", EngineVersion="17", AllowMajorVersionUpgrade=True, ApplyImmediately=True)


@refused("InvalidParameterCombination", moto_too=True)
def database_that_may_grow_to_less_than_it_has(a):
    a.database(AllocatedStorage=40)
    a.rds.describe_db_instances()
    return lambda: a.rds.modify_db_instance(DBInstanceIdentifier="db", MaxAllocatedStorage=30, ApplyImmediately=True)


@refused("InvalidDBInstanceState")
def last_snapshot_of_a_database_without_a_network(a):
    a.database()
    a.rds.describe_db_instances()
    a.sandbox.control("PATCH", "settings", {"db_states": {"db": "incompatible-network"}})
    return lambda: a.rds.delete_db_instance(DBInstanceIdentifier="db", FinalDBSnapshotIdentifier="last")


@refused("DBInstanceAlreadyExists", moto_too=True)
def database_twice(a):
    a.database()
    return lambda: a.database()


@refused("DeleteConflict", moto_too=True)
def delete_role_in_profile(a):
    a.profile()
    return lambda: a.iam.delete_role(RoleName="role")


@refused("DeleteConflict", moto_too=True)
def delete_profile_with_role(a):
    a.profile()
    return lambda: a.iam.delete_instance_profile(InstanceProfileName="profile")


@refused("MalformedPolicyDocument")
def role_with_broken_trust(a):
    return lambda: a.iam.create_role(RoleName="role", AssumeRolePolicyDocument="{")


def _policy(**changes):
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **changes}
    return json.dumps({"Version": "2012-10-17", "Statement": [{k: v for k, v in statement.items() if v is not None}]}, ensure_ascii=False)


def _put(a, document, name="p"):
    a.iam.create_role(RoleName="role", AssumeRolePolicyDocument=TRUST)
    return lambda: a.iam.put_role_policy(RoleName="role", PolicyName=name, PolicyDocument=document)


@refused("MalformedPolicyDocument")
def policy_with_a_dash_in_its_sid(a):
    return _put(a, _policy(Sid="has-dash"))


@refused("MalformedPolicyDocument")
def policy_with_a_character_beyond_latin_1(a):
    return _put(a, _policy(Resource="arn:aws:s3:::a\u2013b/*"))


@refused("MalformedPolicyDocument", moto_too=True)
def policy_with_an_effect_in_lower_case(a):
    return _put(a, _policy(Effect="allow"))


@refused("MalformedPolicyDocument", moto_too=True)
def policy_without_resource(a):
    return _put(a, _policy(Resource=None))


@refused("MalformedPolicyDocument", moto_too=True)
def policy_without_action(a):
    return _put(a, _policy(Action=None))


@refused("MalformedPolicyDocument")
def policy_with_a_principal(a):
    return _put(a, _policy(Principal="*"))


@refused("MalformedPolicyDocument", moto_too=True)
def policy_of_an_unknown_version(a):
    return _put(a, _policy().replace("2012-10-17", "2020-01-01"))


@refused("MalformedPolicyDocument", moto_too=True)
def policy_without_statements(a):
    return _put(a, '{"Version": "2012-10-17", "Statement": []}')


@refused("MalformedPolicyDocument")
def policy_with_a_key_twice(a):
    return _put(a, _policy().replace('"Effect": "Allow"', '"Effect": "Deny", "Effect": "Allow"'))


@refused("MalformedPolicyDocument")
def trust_policy_for_another_action(a):
    return lambda: a.iam.create_role(RoleName="role", AssumeRolePolicyDocument=TRUST.replace("sts:AssumeRole", "s3:GetObject"))


@refused("MalformedPolicy")
def bucket_policy_of_another_bucket(a):
    a.s3.create_bucket(Bucket="mine")
    return lambda: a.s3.put_bucket_policy(Bucket="mine", Policy=_policy(Principal={"AWS": "123456789012"}, Resource="arn:aws:s3:::yours/*"))


@refused("MalformedPolicy")
def bucket_policy_without_principal(a):
    a.s3.create_bucket(Bucket="mine")
    return lambda: a.s3.put_bucket_policy(Bucket="mine", Policy=_policy(Resource="arn:aws:s3:::mine/*"))


@refused("ValidationError")
def role_with_a_dash_in_its_description(a):
    return lambda: a.iam.create_role(RoleName="role", AssumeRolePolicyDocument=TRUST, Description="a \u2014 b")


@refused("ValidationError")
def policy_with_a_space_in_its_name(a):
    return _put(a, _policy(), "read uploads")


@refused("EntityAlreadyExists")
def role_whose_name_differs_in_case(a):
    a.iam.create_role(RoleName="WebRole", AssumeRolePolicyDocument=TRUST)
    return lambda: a.iam.create_role(RoleName="webrole", AssumeRolePolicyDocument=TRUST)


@refused("EntityAlreadyExists")
def profile_whose_name_differs_in_case(a):
    a.iam.create_instance_profile(InstanceProfileName="Web")
    return lambda: a.iam.create_instance_profile(InstanceProfileName="web")


@refused("InvalidInput", moto_too=True)
def role_with_tags_that_differ_in_case(a):
    tags = [{"Key": "Owner", "Value": "a"}, {"Key": "owner", "Value": "b"}]
    return lambda: a.iam.create_role(RoleName="role", AssumeRolePolicyDocument=TRUST, Tags=tags)


@refused("InvalidInput")
def profile_with_tags_that_differ_in_case(a):
    tags = [{"Key": "Owner", "Value": "a"}, {"Key": "owner", "Value": "b"}]
    return lambda: a.iam.create_instance_profile(InstanceProfileName="web", Tags=tags)


@refused("BucketNotEmpty", moto_too=True)
def delete_bucket_with_old_versions(a):
    a.s3.create_bucket(Bucket="kept")
    a.s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    a.s3.put_object(Bucket="kept", Key="k", Body=b"1")
    a.s3.delete_object(Bucket="kept", Key="k")
    return lambda: a.s3.delete_bucket(Bucket="kept")


@refused("InvalidLocationConstraint", moto_too=True)
def bucket_told_to_be_in_us_east_1(a):
    return lambda: a.s3.create_bucket(Bucket="here", CreateBucketConfiguration={"LocationConstraint": "us-east-1"})


@refused("AccessDenied")
def public_policy_on_private_bucket(a):
    a.s3.create_bucket(Bucket="private")
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::private/*"}]}'
    return lambda: a.s3.put_bucket_policy(Bucket="private", Policy=policy)


@refused("OperationNotPermitted")
def delete_protected_load_balancer(a):
    arn = a.balancer()
    a.elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
    return lambda: a.elbv2.delete_load_balancer(LoadBalancerArn=arn)


@refused("NatGatewayNotFound")
def delete_nat_gateway_twice(a):
    subnet = a.subnet()
    a.gateway(a.vpc_of(subnet))
    nat = a.nat(subnet)
    a.ec2.delete_nat_gateway(NatGatewayId=nat)
    a.ec2.describe_nat_gateways()
    return lambda: a.ec2.delete_nat_gateway(NatGatewayId=nat)


@refused("VpcLimitExceeded")
def sixth_vpc(a):
    for _ in range(4):
        a.vpc()
    return lambda: a.vpc()


@refused("InternetGatewayLimitExceeded")
def sixth_gateway(a):
    for _ in range(4):
        a.ec2.create_internet_gateway()
    return lambda: a.ec2.create_internet_gateway()


@refused("AddressLimitExceeded")
def sixth_address(a):
    for _ in range(5):
        a.address()
    return lambda: a.address()


@refused("NatGatewayLimitExceeded")
def sixth_nat_gateway_of_a_zone(a):
    subnet = a.subnet()
    for _ in range(5):
        a.ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")
    return lambda: a.ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")


@refused("VcpuLimitExceeded")
def more_vcpus_than_allowed(a):
    return lambda: a.instance(InstanceType="m5.12xlarge")


@refused("SecurityGroupsPerInterfaceLimitExceeded")
def sixth_group_of_an_interface(a):
    subnet = a.subnet()
    groups = [a.group(a.vpc_of(subnet), f"g{n}") for n in range(6)]
    return lambda: a.instance(subnet, SecurityGroupIds=groups)


@refused("RulesPerSecurityGroupLimitExceeded", moto_too=True)
def sixty_first_rule(a):
    group = a.group()

    def rules(low, high):
        return [{"IpProtocol": "tcp", "FromPort": p, "ToPort": p, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]} for p in range(low, high)]

    a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules(1, 61))
    return lambda: a.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules(61, 62))


@refused("RouteLimitExceeded")
def fifty_first_route(a):
    vpc = a.vpc()
    gateway, table = a.gateway(vpc), _tables(a, vpc, "true")[0]["RouteTableId"]

    def route(n):
        return a.ec2.create_route(RouteTableId=table, DestinationCidrBlock=f"11.0.{n}.0/24", GatewayId=gateway)

    for n in range(50):
        route(n)
    return lambda: route(50)


@refused("IdempotentParameterMismatch")
def token_used_for_something_else(a):
    a.instance(ClientToken="t")
    return lambda: a.instance(ClientToken="t", InstanceType="t3.small")


@refused("UnknownParameter")
def parameter_that_is_not_there(a):
    import urllib.request

    def call():
        request = urllib.request.Request(
            a.sandbox.endpoint, b"Action=DescribeVpcs&Version=2016-11-15&VpcIDs.1=vpc-1", method="POST",
            headers={"Authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/ec2/aws4_request",
                     "Content-Type": "application/x-www-form-urlencoded"})
        try:
            urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as error:
            code = error.read().split(b"<Code>")[1].split(b"</Code>")[0].decode()
            raise ClientError({"Error": {"Code": code, "Message": ""}}, "DescribeVpcs") from error

    return call


@refused("ParameterPatternMismatchException")
def parameter_that_its_pattern_does_not_allow(a):
    a.parameter(Value="10", AllowedPattern="^[0-9]+$")
    return lambda: a.parameter(Value="ten", Overwrite=True)


@refused("ValidationException")
def parameter_that_is_too_long_for_its_tier(a):
    return lambda: a.parameter(Value="x" * 4097)


@refused("ValidationException")
def parameter_that_goes_back_to_the_standard_tier(a):
    a.parameter(Tier="Advanced")
    return lambda: a.parameter(Tier="Standard", Overwrite=True)


@refused("ValidationException", moto_too=True)
def parameter_that_is_overwritten_with_tags(a):
    a.parameter()
    return lambda: a.parameter(Overwrite=True, Tags=[{"Key": "a", "Value": "b"}])


@refused("InvalidParameterException")
def log_group_with_a_space_in_its_name(a):
    return lambda: a.logs.create_log_group(logGroupName="my shop")


@refused("InvalidParameterException")
def log_group_that_keeps_its_events_for_two_days(a):
    a.logs.create_log_group(logGroupName="/shop/web")
    return lambda: a.logs.put_retention_policy(logGroupName="/shop/web", retentionInDays=2)


@refused("InvalidParameterException")
def log_group_with_a_key_that_does_not_exist(a):
    return lambda: a.logs.create_log_group(logGroupName="/shop/web", kmsKeyId="arn:aws:kms:us-east-1:123456789012:key/none")


@refused("ResourceAlreadyExistsException", moto_too=True)
def log_group_that_exists(a):
    a.logs.create_log_group(logGroupName="/shop/web")
    return lambda: a.logs.create_log_group(logGroupName="/shop/web")


@refused("ResourceNotFoundException")
def tags_of_a_log_group_that_does_not_exist(a):
    return lambda: a.logs.list_tags_for_resource(resourceArn="arn:aws:logs:us-east-1:123456789012:log-group:/shop/web")


@refused("InvalidParameterException")
def tags_of_a_log_group_by_the_arn_of_its_streams(a):
    a.logs.create_log_group(logGroupName="/shop/web")
    return lambda: a.logs.list_tags_for_resource(resourceArn="arn:aws:logs:us-east-1:123456789012:log-group:/shop/web:*")


@refused("Unsupported")
def launch_in_a_zone_without_the_type(a):
    image = a.image("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")
    where = next(s["SubnetId"] for s in a.ec2.describe_subnets()["Subnets"] if s["AvailabilityZone"] == "us-east-1d")
    return lambda: a.ec2.run_instances(ImageId=image, InstanceType="a1.medium", SubnetId=where, MinCount=1, MaxCount=1)


@refused("VcpuLimitExceeded")
def launch_of_a_family_that_was_never_asked_for(a):
    return lambda: a.instance(InstanceType="g4dn.xlarge")


class Refusals(SandboxTest):
    """One test per row is added below."""


def _test(code: str, moto_too: bool, setup: Callable[[Account], Callable[[], Any]]) -> Callable[[Any], None]:
    def test(self: Refusals) -> None:
        self.refuses(code, setup(self.aws))
        self.sandbox.control("POST", "reset")
        self.sandbox.control("PATCH", "settings", {"strict": False})
        offending = setup(self.aws)
        if moto_too:
            self.refuses(code, offending)
            return
        try:
            offending()
        except ClientError as error:
            self.assertNotEqual(error.response["Error"]["Code"], code, "moto refuses this too: mark the row")
            self.fail(f"moto does not accept it either: {error}")

    return test


for _name, _code, _moto_too, _setup in ROWS:
    setattr(Refusals, f"test_{_name}", _test(_code, _moto_too, _setup))


if __name__ == "__main__":
    unittest.main()
