using System.Text;
using Amazon.EC2;
using Amazon.SimpleSystemsManagement;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Launches an instance with all settings that the launch takes.</summary>
internal static class InstanceLaunch
{
    /// <summary>The tag that holds whether a public address was asked for: AWS shows an address only while the instance runs.</summary>
    public const string PublicAddressTag = "pockitect:public-address";

    /// <returns>The ID of the instance.</returns>
    public static async Task<string> RunAsync(
        IAmazonEC2 ec2, IAmazonSimpleSystemsManagement ssm, Instance spec, Creation how, CancellationToken ct)
    {
        var image = await InstanceImage.ResolveAsync(ssm, spec.ImageId, ct);
        var tags = new Dictionary<string, string>(how.Tags);
        if (image.Note is { } note) tags[InstanceImage.Tag] = note;
        if (spec.AssociatePublicIpAddress is { } isPublic) tags[PublicAddressTag] = isPublic ? "true" : "false";

        // AWS takes a network interface only with a subnet. Without one it selects a default subnet, unless the interface asks for an
        // address.
        var subnet = spec.Subnet?.Id
            ?? (spec.AssociatePublicIpAddress is null ? null : await DefaultSubnet.FindAsync(ec2, spec.AvailabilityZone, ct));

        var request = new Sdk.RunInstancesRequest
        {
            ImageId = image.Id,
            InstanceType = spec.InstanceType,
            MinCount = 1,
            MaxCount = 1,
            ClientToken = how.ClientToken,
            KeyName = spec.KeyName?.Id,
            UserData = spec.UserData is { } script ? Convert.ToBase64String(Encoding.UTF8.GetBytes(script)) : null,
            IamInstanceProfile = spec.IamInstanceProfile is { } profile
                ? new Sdk.IamInstanceProfileSpecification { Name = profile.Id }
                : null,
            NetworkInterfaces = subnet is null ? null : [Interface(spec, subnet)],
            SecurityGroupIds = subnet is null ? GroupsOf(spec) : null,
            PrivateIpAddress = subnet is null ? spec.PrivateIpAddress : null,
            BlockDeviceMappings = spec.RootVolume is { } root ? [await InstanceRoot.MappingAsync(ec2, image.Id, root, ct)] : null,
            MetadataOptions = spec.MetadataOptions is { } options ? Metadata(options) : null,
            Monitoring = spec.Monitoring,
            DisableApiTermination = spec.DisableApiTermination,
            EbsOptimized = spec.EbsOptimized,
            Placement = spec.AvailabilityZone is { } zone ? new Sdk.Placement { AvailabilityZone = zone } : null,
            InstanceInitiatedShutdownBehavior = spec.InstanceInitiatedShutdownBehavior,
            TagSpecifications =
            [
                .. Ec2Tags.For(Amazon.EC2.ResourceType.Instance, tags),
                .. Ec2Tags.For(Amazon.EC2.ResourceType.Volume, how.Tags),
                .. Ec2Tags.For(Amazon.EC2.ResourceType.NetworkInterface, how.Tags),
            ],
        };
        return (await ec2.RunInstancesAsync(request, ct)).Reservation.Instances[0].InstanceId;
    }

    private static Sdk.InstanceMetadataOptionsRequest Metadata(MetadataOptions options) => new()
    {
        HttpTokens = options.HttpTokens,
        HttpPutResponseHopLimit = options.HttpPutResponseHopLimit,
        HttpEndpoint = options.HttpEndpoint,
    };

    private static Sdk.InstanceNetworkInterfaceSpecification Interface(Instance spec, string subnet) => new()
    {
        DeviceIndex = 0,
        SubnetId = subnet,
        Groups = GroupsOf(spec),
        PrivateIpAddress = spec.PrivateIpAddress,
        AssociatePublicIpAddress = spec.AssociatePublicIpAddress,
        DeleteOnTermination = true,
    };

    private static List<string>? GroupsOf(Instance spec) => spec.SecurityGroupIds?.Select(group => group.Id).ToList();
}
