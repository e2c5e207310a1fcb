using Amazon.Runtime;
using Pockitect.Core.Accounts;
using Pockitect.Core.Changes;

namespace Pockitect.Aws.Credentials;

/// <summary>An account with credentials. Every AWS call uses it.</summary>
public sealed class AwsAccount
{
    /// <summary>Twelve digits; empty until AWS was asked.</summary>
    public required string AccountId { get; init; }

    /// <summary>The ARN of the user, role session or root user; empty until AWS was asked.</summary>
    public required string Arn { get; init; }

    /// <summary>The display name: the profile, "env" or "sandbox".</summary>
    public required string Name { get; init; }

    /// <summary>The identity on this computer.</summary>
    public required Identity Identity { get; init; }

    public required AWSCredentials Credentials { get; init; }

    /// <summary>The endpoint of all services and Regions; null for AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Other endpoints of single services, by AWS's service ID.</summary>
    internal Func<string, Uri?> EndpointOf { get; init; } = _ => null;

    /// <summary>The Region used to verify the identity.</summary>
    internal string Region { get; init; } = "us-east-1";

    /// <summary>When the current credentials expire; null if unknown or never.</summary>
    public DateTimeOffset? Expires => Credentials.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null;

    /// <summary>Whether they renew automatically, as far as known.</summary>
    public bool RenewsAlone => Credentials is not RenewableCredentials { RenewsAlone: false };

    /// <summary>Gets which account each project is in, as seen by this identity.</summary>
    public ProjectAccounts ProjectAccounts(ChosenIdentities chosen) =>
        new(chosen, Identity.Id, AccountId, Identity.Kind is IdentityKind.Sandbox);

    /// <summary>A local AWS that accepts any credentials.</summary>
    public static AwsAccount Sandbox(Uri endpoint) => new()
    {
        AccountId = "123456789012",
        Arn = "arn:aws:iam::123456789012:root",
        Name = Identity.SandboxId,
        Identity = Identity.Sandbox,
        Credentials = new BasicAWSCredentials("AKIASANDBOXSANDBOX00", "sandbox"),
        Endpoint = endpoint,
    };

    /// <summary>Invalid credentials, for code that makes no calls.</summary>
    public static AwsAccount None { get; } = new()
    {
        AccountId = "",
        Arn = "",
        Name = "none",
        Identity = new Identity("none", IdentityKind.Environment, "no identity"),
        Credentials = new AnonymousAWSCredentials(),
    };

    /// <summary>An account without a session, for its data on this computer.</summary>
    /// <param name="accountId">Empty if no account is known.</param>
    public static AwsAccount SignedOut(string accountId) => new()
    {
        AccountId = accountId,
        Arn = "",
        Name = "not signed in",
        Identity = None.Identity,
        Credentials = new AnonymousAWSCredentials(),
    };

    /// <summary>Whether there is no session, so that asking AWS is pointless.</summary>
    internal bool IsSignedOut => Credentials is AnonymousAWSCredentials;

    /// <summary>Drops the credentials, so that the next call reads files, keyring and sign-in again.</summary>
    public void ForgetCredentials() => (Credentials as RenewableCredentials)?.Forget();
}
