using System.Text.RegularExpressions;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>The owner of a network interface, and how to delete it.</summary>
/// <param name="About">Its purpose and owner, as text after its ID.</param>
/// <param name="PartOf">The ID of the instance, NAT gateway or endpoint that it is a part of.</param>
/// <param name="Locked">Why only its owner deletes it; null for an independent interface.</param>
/// <param name="FreedBy">What to delete instead, if its owner's type is unsupported.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html"/>
internal sealed partial record InterfaceOwner(string About, string? PartOf = null, string? Locked = null, string? FreedBy = null)
{
    public static InterfaceOwner Of(Sdk.NetworkInterface one)
    {
        var description = one.Description ?? "";
        if (one.RequesterManaged is true || one.Attachment is { InstanceId: null or "", AttachmentId.Length: > 0 })
            return OfService(one, description);

        var about = description.Length > 0 ? $"'{description}'" : "a network interface without a description";
        if (one.RequesterId is { Length: > 0 } requester) about += $", created by {requester}";
        if (one.Attachment?.InstanceId is not { Length: > 0 } instance) return new InterfaceOwner($"{about}, attached to nothing");
        return one.Attachment.DeleteOnTermination is true
            ? new InterfaceOwner(
                $"an interface of the instance {instance}", instance, $"It belongs to the instance {instance} and is deleted with it.")
            : new InterfaceOwner($"{about}, attached to the instance {instance}");
    }

    // AWS names the owner only in the description.
    private static InterfaceOwner OfService(Sdk.NetworkInterface one, string description)
    {
        if (Known().Match(description) is { Success: true } known)
        {
            return new InterfaceOwner(
                $"an interface of {known.Value}", known.Value, $"It belongs to {known.Value} and is deleted with it.");
        }

        // Its database keeps the subnet and the security group itself.
        if (description == "RDSNetworkInterface")
            return new InterfaceOwner("an interface of a database", null, "It belongs to a database and is deleted with it.");

        var (owner, remedy) = description switch
        {
            _ when description.StartsWith("ELB ", StringComparison.Ordinal) =>
                ($"the load balancer {description[4..]}", "Delete that load balancer first."),
            _ when description.StartsWith("AWS Lambda VPC ENI", StringComparison.Ordinal) =>
                (
                    $"a Lambda function ({description})",
                    "Delete that function first, or remove it from the VPC. AWS keeps its interface for up to 45 minutes."),
            _ when description.StartsWith("EFS mount target", StringComparison.Ordinal) =>
                ($"an {description}", "Delete that mount target first."),
            _ when one.InterfaceType?.Value is "transit_gateway" =>
                ($"a transit gateway attachment ({description})", "Delete that attachment first."),
            _ => (
                $"'{description}' of {one.RequesterId ?? one.Attachment?.InstanceOwnerId ?? "an AWS service"}",
                $"Delete its owner in {Service(one)} first."),
        };
        return new InterfaceOwner($"an interface of {owner}", null, $"It belongs to {owner}.", remedy);
    }

    private static string Service(Sdk.NetworkInterface one) => (one.RequesterId ?? one.Attachment?.InstanceOwnerId) switch
    {
        { } requester when requester.StartsWith("amazon-", StringComparison.Ordinal) => requester,
        _ => "its AWS service",
    };

    [GeneratedRegex("(?<=^Interface for NAT Gateway )nat-[0-9a-f]+$|(?<=^VPC Endpoint Interface )vpce-[0-9a-f]+$")]
    private static partial Regex Known();
}
