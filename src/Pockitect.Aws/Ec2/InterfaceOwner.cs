using System.Text.RegularExpressions;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Whose a network interface is, and how its owner lets go of it.</summary>
/// <param name="About">What it is for and whose it is, to stand after its ID.</param>
/// <param name="PartOf">The ID of the instance, NAT gateway or endpoint that it comes and goes with.</param>
/// <param name="Locked">Why nobody but its owner deletes it; null for an interface that stands by itself.</param>
/// <param name="FreedBy">What to delete for it to go, where that is of a type that Pockitect does not know.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html"/>
internal sealed partial record InterfaceOwner(string About, string? PartOf = null, string? Locked = null, string? FreedBy = null)
{
    public static InterfaceOwner Of(Sdk.NetworkInterface one)
    {
        var description = one.Description ?? "";
        if (one.RequesterManaged is true || one.Attachment is { InstanceId: null or "", AttachmentId.Length: > 0 }) return OfService(one, description);

        var about = description.Length > 0 ? $"'{description}'" : "a network interface without a description";
        if (one.RequesterId is { Length: > 0 } requester) about += $", made by {requester}";
        if (one.Attachment?.InstanceId is not { Length: > 0 } instance) return new InterfaceOwner($"{about}, attached to nothing");
        return one.Attachment.DeleteOnTermination is true
            ? new InterfaceOwner($"an interface of the instance {instance}", instance, $"It belongs to the instance {instance} and goes with it.")
            : new InterfaceOwner($"{about}, attached to the instance {instance}");
    }

    // AWS says whose it is in the description only.
    private static InterfaceOwner OfService(Sdk.NetworkInterface one, string description)
    {
        if (Known().Match(description) is { Success: true } known)
            return new InterfaceOwner($"an interface of {known.Value}", known.Value, $"It belongs to {known.Value} and goes with it.");
        // Its database holds the subnet and the security group by itself.
        if (description == "RDSNetworkInterface") return new InterfaceOwner("an interface of a database", null, "It belongs to a database and goes with it.");

        var (owner, remedy) = description switch
        {
            _ when description.StartsWith("ELB ", StringComparison.Ordinal) => ($"the load balancer {description[4..]}", "Delete that load balancer first."),
            _ when description.StartsWith("AWS Lambda VPC ENI", StringComparison.Ordinal) =>
                ($"a Lambda function ({description})", "Delete that function first, or take it out of the VPC; AWS keeps its interface for up to 45 minutes."),
            _ when description.StartsWith("EFS mount target", StringComparison.Ordinal) => ($"an {description}", "Delete that mount target first."),
            _ when one.InterfaceType?.Value is "transit_gateway" => ($"a transit gateway attachment ({description})", "Delete that attachment first."),
            _ => ($"'{description}' of {one.RequesterId ?? one.Attachment?.InstanceOwnerId ?? "an AWS service"}", $"Delete what made it in {Service(one)} first."),
        };
        return new InterfaceOwner($"an interface of {owner}", null, $"It belongs to {owner}.", remedy);
    }

    private static string Service(Sdk.NetworkInterface one) => (one.RequesterId ?? one.Attachment?.InstanceOwnerId) switch
    {
        { } requester when requester.StartsWith("amazon-", StringComparison.Ordinal) => requester,
        _ => "the AWS service that it is for",
    };

    [GeneratedRegex("(?<=^Interface for NAT Gateway )nat-[0-9a-f]+$|(?<=^VPC Endpoint Interface )vpce-[0-9a-f]+$")]
    private static partial Regex Known();
}
