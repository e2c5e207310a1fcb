using Amazon.Runtime;

namespace Pockitect.Aws.Accounts;

/// <summary>One way in: every AWS call goes through it.</summary>
public sealed class AwsAccount
{
    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Who we are there: the ARN of a user, a role session or the root user.</summary>
    public required string Arn { get; init; }

    /// <summary>What people call it: the profile, "default" or "sandbox".</summary>
    public required string Name { get; init; }

    public required AWSCredentials Credentials { get; init; }

    /// <summary>Where every service of every Region answers; null for AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>A local AWS that takes any credentials.</summary>
    public static AwsAccount Sandbox(Uri endpoint) => new()
    {
        AccountId = "123456789012",
        Arn = "arn:aws:iam::123456789012:root",
        Name = "sandbox",
        Credentials = new BasicAWSCredentials("AKIASANDBOXSANDBOX00", "sandbox"),
        Endpoint = endpoint,
    };

    /// <summary>Signs in with what the SDK's own chain finds: environment, profile, SSO cache, container or instance role.</summary>
    /// <param name="profile">Name of a profile in the shared AWS files; null for the whole chain.</param>
    /// <param name="ct">Cancels the call to STS.</param>
    /// <exception cref="SignInException">No credentials are found, or AWS does not accept them.</exception>
    public static Task<AwsAccount> FromDefaultChainAsync(string? profile, CancellationToken ct) => throw new NotImplementedException(profile);

    /// <summary>Names of the profiles in the shared AWS files of this machine.</summary>
    public static IReadOnlyList<string> Profiles() => throw new NotImplementedException();
}
