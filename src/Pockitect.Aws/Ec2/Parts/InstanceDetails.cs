using System.Text;
using Amazon.EC2;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>Attributes of an instance that only separate calls return.</summary>
internal sealed record InstanceDetails(string UserData, bool? DisableApiTermination, string? ShutdownBehavior)
{
    public RootVolume? Root { get; init; }

    /// <summary>Whether a change of the root volume was ordered that AWS doesn't show yet.</summary>
    public bool RootIsChanging { get; init; }

    public static async Task<InstanceDetails> ReadAsync(IAmazonEC2 ec2, Sdk.Instance instance, CancellationToken ct)
    {
        // AWS returns one attribute per call.
        var userData = AttributeAsync(InstanceAttributeName.UserData);
        var protection = AttributeAsync(InstanceAttributeName.DisableApiTermination);
        var shutdown = AttributeAsync(InstanceAttributeName.InstanceInitiatedShutdownBehavior);
        var root = InstanceRoot.ReadAsync(ec2, instance, ct);
        var rootIsChanging = InstanceRoot.IsChangingAsync(ec2, instance, ct);
        await Task.WhenAll(userData, protection, shutdown, root, rootIsChanging);
        return new InstanceDetails(
            Encoding.UTF8.GetString(Convert.FromBase64String((await userData).UserData ?? "")),
            (await protection).DisableApiTermination,
            (await shutdown).InstanceInitiatedShutdownBehavior)
        {
            Root = await root,
            RootIsChanging = await rootIsChanging,
        };

        async Task<Sdk.InstanceAttribute> AttributeAsync(InstanceAttributeName name) =>
            (await ec2.DescribeInstanceAttributeAsync(
                new Sdk.DescribeInstanceAttributeRequest { InstanceId = instance.InstanceId, Attribute = name }, ct)).InstanceAttribute;
    }
}
