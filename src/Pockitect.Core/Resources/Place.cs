namespace Pockitect.Core.Resources;

/// <summary>A Region of an account: where a call is sent and where a resource is.</summary>
/// <param name="AccountId">The twelve digits of the AWS account.</param>
/// <param name="Region">AWS's name of the Region, such as <c>eu-west-1</c>.</param>
public readonly record struct Place(string AccountId, string Region)
{
    /// <summary>The Region where global services (IAM) are called in the <c>aws</c> partition.</summary>
    public const string GlobalRegion = "us-east-1";

    public override string ToString() => $"{AccountId}/{Region}";
}
