namespace Pockitect.Core.Resources;

/// <summary>One Region of one account: where a call goes and where a resource lives.</summary>
/// <param name="AccountId">The twelve digits of the AWS account.</param>
/// <param name="Region">AWS's own name of the Region, such as <c>eu-west-1</c>.</param>
public readonly record struct Place(string AccountId, string Region)
{
    /// <summary>Where services that know no Regions (IAM) are spoken to in the <c>aws</c> partition.</summary>
    public const string GlobalRegion = "us-east-1";

    public override string ToString() => $"{AccountId}/{Region}";
}
