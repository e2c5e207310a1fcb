using Amazon.Runtime;
using Pockitect.Core.Accounts;
using Pockitect.Core.Changes;

namespace Pockitect.Aws.Accounts;

/// <summary>One way in: every AWS call goes through it.</summary>
public sealed class AwsAccount
{
    /// <summary>Twelve digits; empty where AWS was not asked yet.</summary>
    public required string AccountId { get; init; }

    /// <summary>Who we are there: the ARN of a user, a role session or the root user; empty where AWS was not asked yet.</summary>
    public required string Arn { get; init; }

    /// <summary>What people call it: the profile, "env" or "sandbox".</summary>
    public required string Name { get; init; }

    /// <summary>What stands behind it on this computer.</summary>
    public required Identity Identity { get; init; }

    public required AWSCredentials Credentials { get; init; }

    /// <summary>Where every service of every Region answers; null for AWS itself.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Where one service answers, by AWS's id of it, if it is another place than for the rest.</summary>
    internal Func<string, Uri?> EndpointOf { get; init; } = _ => null;

    /// <summary>The Region that who signs in is asked about in.</summary>
    internal string Region { get; init; } = "us-east-1";

    /// <summary>When the credentials end that are held now; null where that is not known, or never.</summary>
    public DateTimeOffset? Expires => Credentials.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null;

    /// <summary>No person is needed when they end, as far as can be told.</summary>
    public bool RenewsAlone => Credentials is not RenewableCredentials { RenewsAlone: false };

    /// <summary>Gets which account each project is in, as seen by this identity.</summary>
    public ProjectAccounts ProjectAccounts(ChosenIdentities chosen) => new(chosen, Identity.Id, AccountId, Identity.Kind is IdentityKind.Sandbox);

    /// <summary>A local AWS that takes any credentials.</summary>
    public static AwsAccount Sandbox(Uri endpoint) => new()
    {
        AccountId = "123456789012",
        Arn = "arn:aws:iam::123456789012:root",
        Name = Identities.Sandbox,
        Identity = Identities.OfSandbox,
        Credentials = new BasicAWSCredentials("AKIASANDBOXSANDBOX00", "sandbox"),
        Endpoint = endpoint,
    };

    /// <summary>Nobody's, for what needs no call: AWS refuses whatever is asked in its name.</summary>
    public static AwsAccount None { get; } = new()
    {
        AccountId = "",
        Arn = "",
        Name = "none",
        Identity = new Identity("none", IdentityKind.Environment, "nobody"),
        Credentials = new AnonymousAWSCredentials(),
    };

    /// <summary>An account that nobody is signed in to, for what is kept of it on this computer.</summary>
    /// <param name="accountId">Empty where no account is known.</param>
    public static AwsAccount SignedOut(string accountId) => new()
    {
        AccountId = accountId,
        Arn = "",
        Name = "not signed in",
        Identity = None.Identity,
        Credentials = new AnonymousAWSCredentials(),
    };

    /// <summary>Nobody is signed in, so that there is no use in asking AWS.</summary>
    internal bool IsSignedOut => Credentials is AnonymousAWSCredentials;

    /// <summary>Drops the credentials that are held, so that the next call reads anew what the person may have changed: files, keyring, sign-in.</summary>
    public void ForgetCredentials() => (Credentials as RenewableCredentials)?.Forget();
}
