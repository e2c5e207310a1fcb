using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>How EC2's resources are addressed: by ARN, and in the AWS console.</summary>
internal static class Ec2Links
{
    /// <param name="place">Where it lives.</param>
    /// <param name="kind">The word before the id: <c>subnet</c>, <c>natgateway</c>.</param>
    /// <param name="id">Its physical id.</param>
    public static string Arn(Place place, string kind, string id) => $"arn:aws:ec2:{place.Region}:{place.AccountId}:{kind}/{id}";

    /// <param name="place">Where it lives.</param>
    /// <param name="view">The view and what it shows: <c>VpcDetails:VpcId=vpc-1</c>.</param>
    public static Uri VpcConsole(Place place, string view) => Console(place, "vpcconsole", view);

    /// <param name="place">Where it lives.</param>
    /// <param name="view">The view and what it shows: <c>InstanceDetails:instanceId=i-1</c>.</param>
    public static Uri Ec2Console(Place place, string view) => Console(place, "ec2", view);

    private static Uri Console(Place place, string console, string view) =>
        new($"https://{place.Region}.console.aws.amazon.com/{console}/home?region={place.Region}#{view}");
}
