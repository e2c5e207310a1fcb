using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Resources;

namespace Pockitect.Aws;

/// <summary>The AWS resource types that Pockitect supports. A new type is one line here.</summary>
public static class AwsCatalog
{
    /// <summary>All types, each after those that it refers to.</summary>
    /// <param name="aws">The account's clients.</param>
    /// <param name="keysFolder">The folder for generated private keys.</param>
    public static Catalog Create(AwsClients aws, string keysFolder) => new(
    [
        new VpcType(aws),
        new SubnetType(aws),
        new InternetGatewayType(aws),
        new SecurityGroupType(aws),
        new NetworkInterfaceType(aws),
        new KeyPairType(aws, keysFolder),
        new RoleType(aws),
        new InstanceProfileType(aws),
        new InstanceType(aws),
        new EipType(aws),
        new NatGatewayType(aws),
        new RouteTableType(aws),
        new VpcEndpointType(aws),
        new VolumeType(aws),
        new SnapshotType(aws),
        new DBSubnetGroupType(aws),
        new DBInstanceType(aws),
        new DBSnapshotType(aws),
        new BucketType(aws),
        new Ssm.ParameterType(aws),
        new Logs.LogGroupType(aws),
    ]);
}
