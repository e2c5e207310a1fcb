using Amazon.EC2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Iam;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>An instance as EC2 shows it.</summary>
internal static class InstanceAnswer
{
    /// <summary>The output with its public address if AWS assigned a temporary one.</summary>
    public const string TemporaryAddress = "TemporaryPublicIpAddress";

    /// <summary>One instance, or null when it does not exist.</summary>
    public static async Task<Sdk.Instance?> FindAsync(IAmazonEC2 ec2, string id, CancellationToken ct)
    {
        var answer = await ec2.DescribeInstancesAsync(new Sdk.DescribeInstancesRequest { InstanceIds = [id] }, ct).GoneIsNullAsync();
        return answer?.Reservations is [{ Instances: [var instance] }] ? instance : null;
    }

    public static Sdk.InstanceNetworkInterface? PrimaryInterface(Sdk.Instance instance) =>
        instance.NetworkInterfaces?.Find(card => card.Attachment?.DeviceIndex == 0);

    /// <param name="instance">The instance.</param>
    /// <param name="details">Attributes from separate calls for this instance; null if none were made.</param>
    public static Instance SpecOf(Sdk.Instance instance, InstanceDetails? details)
    {
        var tags = Ec2Tags.Read(instance.Tags);
        var card = PrimaryInterface(instance);
        return new Instance
        {
            ImageId = InstanceImage.AsWritten(tags, instance.ImageId),
            InstanceType = instance.InstanceType.Value,
            Subnet = instance.SubnetId is { Length: > 0 } subnet ? Ref.Existing<Subnet>(subnet) : null,
            SecurityGroupIds = card?.Groups?.ConvertAll(group => Ref.Existing<SecurityGroup>(group.GroupId)),
            KeyName = instance.KeyName is { Length: > 0 } key ? Ref.Existing<KeyPair>(key) : null,
            // An ARN ends with the path and the name; references use the name.
            IamInstanceProfile = instance.IamInstanceProfile?.Arn is { } profile
                ? Ref.Existing<InstanceProfile>(profile[(profile.LastIndexOf('/') + 1)..])
                : null,
            UserData = details?.UserData,
            AssociatePublicIpAddress = HasPublicAddress(instance, card, tags),
            PrivateIpAddress = card?.PrivateIpAddress,
            RootVolume = details?.Root,
            MetadataOptions = instance.MetadataOptions is { } options
                ? new MetadataOptions
                {
                    HttpTokens = options.HttpTokens?.Value,
                    HttpPutResponseHopLimit = options.HttpPutResponseHopLimit,
                    HttpEndpoint = options.HttpEndpoint?.Value,
                }
                : null,
            Monitoring = instance.Monitoring?.State?.Value is "enabled" or "pending",
            DisableApiTermination = details?.DisableApiTermination,
            SourceDestCheck = card?.SourceDestCheck,
            EbsOptimized = instance.EbsOptimized,
            AvailabilityZone = instance.Placement?.AvailabilityZone,
            InstanceInitiatedShutdownBehavior = details?.ShutdownBehavior,
        };
    }

    public static Dictionary<string, string> Outputs(Sdk.Instance instance)
    {
        var card = PrimaryInterface(instance);
        (string Name, string? Value)[] outputs =
        [
            ("ImageId", instance.ImageId), ("PublicIpAddress", instance.PublicIpAddress), ("PrivateIpAddress", instance.PrivateIpAddress),
            ("PublicDnsName", instance.PublicDnsName), ("AvailabilityZone", instance.Placement?.AvailabilityZone),
            (
                TemporaryAddress,
                card?.Association?.IpOwnerId == "amazon" ? card.Association.PublicIp : null), (
                    InstancePrice.Platform, instance.PlatformDetails),
        ];
        return outputs.Where(output => !string.IsNullOrEmpty(output.Value)).ToDictionary(output => output.Name, output => output.Value!);
    }

    public static Phase PhaseOf(Sdk.Instance instance) => instance.State.Name.Value switch
    {
        "pending" => Phase.Pending,
        "running" => Phase.Ready,
        "stopping" => Phase.Pending,
        "stopped" => Phase.Stopped,
        "shutting-down" => Phase.Deleting,
        "terminated" => Phase.Gone,
        _ => Phase.Pending,
    };

    private static bool? HasPublicAddress(
        Sdk.Instance instance, Sdk.InstanceNetworkInterface? card, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.TryGetValue(InstanceLaunch.PublicAddressTag, out var asked)) return asked == "true";
        // An elastic IP address replaces AWS's temporary one, and has another owner.
        return PhaseOf(instance) is Phase.Ready ? card?.Association?.IpOwnerId == "amazon" : null;
    }
}
