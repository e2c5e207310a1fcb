using Pockitect.Aws.Ec2;
using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Aws.S3;
using Pockitect.Core.Resources;

namespace Pockitect.Bench;

/// <summary>
/// The fewest changing calls that can bring a resource into being with these settings: one that creates it with its tags, and
/// one for each setting that AWS's create call does not take, unless the setting is what AWS gives a new resource anyway.
/// </summary>
internal static class LeastCalls
{
    public static int ToMake(Spec spec) => 1 + spec switch
    {
        // ModifyVpcAttribute takes one attribute a call. DNS is on and host names are off in a new VPC.
        Vpc vpc => Count(vpc.EnableDnsSupport is false, vpc.EnableDnsHostnames is true),
        // ModifySubnetAttribute takes one attribute a call, and all are off in a new subnet.
        Subnet subnet => Count(subnet.MapPublicIpOnLaunch is true, subnet.AssignIpv6AddressOnCreation is true),
        // AttachInternetGateway.
        InternetGateway gateway => Count(gateway.Vpc is not null),
        // All rules of one direction go into one call. A new group lets everything out; to let out less, that rule is revoked.
        SecurityGroup group => Count(
            group.SecurityGroupIngress is { Count: > 0 },
            group.SecurityGroupEgress?.Any(rule => !IsEverything(rule)) is true,
            group.SecurityGroupEgress?.Any(IsEverything) is false),
        // AttachRolePolicy and PutRolePolicy take one policy a call.
        Role role => (role.ManagedPolicyArns?.Count ?? 0) + (role.Policies?.Count ?? 0),
        // AddRoleToInstanceProfile.
        InstanceProfile profile => Count(profile.Role is not null),
        // RunInstances takes all the rest. The check is on in a new interface.
        Instance instance => Count(instance.SourceDestCheck is false),
        // AssociateAddress.
        Eip address => Count(address.Instance is not null),
        // CreateRoute and AssociateRouteTable take one a call.
        RouteTable table => (table.Routes?.Count ?? 0) + (table.Subnets?.Count ?? 0),
        // AttachVolume.
        Volume volume => Count(volume.Attachment is not null),
        // A new bucket keeps strangers out, encrypts with S3's own key, knows no access lists and keeps no versions.
        Bucket bucket => Count(
            bucket.PublicAccessBlockConfiguration is { } access && access != Closed,
            bucket.BucketEncryption is { } encryption && (encryption.SSEAlgorithm != "AES256" || encryption.BucketKeyEnabled is true),
            bucket.VersioningConfiguration is { Status: "Enabled" },
            bucket.LifecycleConfiguration is { Rules.Count: > 0 },
            bucket.CorsConfiguration is { CorsRules.Count: > 0 },
            bucket.OwnershipControls is { ObjectOwnership: not "BucketOwnerEnforced" },
            bucket.PolicyDocument is not null),
        // Their create calls take everything.
        KeyPair or NatGateway or DBSubnetGroup or DBInstance => 0,
        _ => throw new InvalidOperationException($"Say here what the create call of {spec.GetType().Name} does not take."),
    };

    private static readonly PublicAccessBlockConfiguration Closed = new()
    {
        BlockPublicAcls = true, BlockPublicPolicy = true, IgnorePublicAcls = true, RestrictPublicBuckets = true,
    };

    private static bool IsEverything(EgressRule rule) => rule is { IpProtocol: "-1", CidrIp: "0.0.0.0/0" };

    private static int Count(params ReadOnlySpan<bool> calls)
    {
        var count = 0;
        foreach (var call in calls) count += call ? 1 : 0;
        return count;
    }
}
