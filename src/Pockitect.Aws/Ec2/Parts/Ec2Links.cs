using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>Where the AWS console shows EC2's resources.</summary>
internal static class Ec2Links
{
    /// <param name="place">The place.</param>
    /// <param name="view">The view and its parameters: <c>VpcDetails:VpcId=vpc-1</c>.</param>
    public static Uri VpcConsole(Place place, string view) => Console(place, "vpcconsole", view);

    /// <param name="place">The place.</param>
    /// <param name="view">The view and its parameters: <c>InstanceDetails:instanceId=i-1</c>.</param>
    public static Uri Ec2Console(Place place, string view) => Console(place, "ec2", view);

    private static Uri Console(Place place, string console, string view) =>
        new($"https://{place.Region}.console.aws.amazon.com/{console}/home?region={place.Region}#{view}");
}
