using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken.Model;
using Pockitect.Aws.Clients;
using Pockitect.Core.Execution;

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

    /// <summary>Lets the next call take the credentials anew from where they come from. Those that come from nowhere stay as they are.</summary>
    public void ForgetCredentials()
    {
        if (Credentials is RefreshingAWSCredentials refreshing) refreshing.ClearCredentials();
    }

    /// <summary>A local AWS that takes any credentials.</summary>
    public static AwsAccount Sandbox(Uri endpoint) => new()
    {
        AccountId = "123456789012",
        Arn = "arn:aws:iam::123456789012:root",
        Name = "sandbox",
        Credentials = new BasicAWSCredentials("AKIASANDBOXSANDBOX00", "sandbox"),
        Endpoint = endpoint,
    };

    /// <summary>Nobody's, for what needs no call: AWS refuses whatever is asked in its name.</summary>
    public static AwsAccount None { get; } = new() { AccountId = "", Arn = "", Name = "none", Credentials = new AnonymousAWSCredentials() };

    /// <summary>Signs in with what the SDK's own chain finds: environment, profile, SSO cache, container or instance role.</summary>
    /// <param name="profile">Name of a profile in the shared AWS files; null for the whole chain.</param>
    /// <param name="ct">Cancels the call to STS.</param>
    /// <exception cref="SignInException">No credentials are found, or AWS does not accept them.</exception>
    public static async Task<AwsAccount> FromDefaultChainAsync(string? profile, CancellationToken ct)
    {
        profile ??= NamedByEnvironment();
        var name = profile ?? "default";
        var found = new AwsAccount { AccountId = "", Arn = "", Name = name, Credentials = await FindAsync(profile, ct) };
        using var clients = new AwsClients(found);
        try
        {
            var identity = await clients.Sts(HomeRegion(profile)).GetCallerIdentityAsync(new GetCallerIdentityRequest(), ct);
            return new AwsAccount { AccountId = identity.Account, Arn = identity.Arn, Name = name, Credentials = found.Credentials };
        }
        catch (Exception e) when (AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.NotOptedIn or FaultKind.Denied } fault)
        {
            throw new SignInException($"AWS does not accept the credentials of '{name}': {fault.Message}{SsoHint(profile)}", e);
        }
    }

    /// <summary>Names of the profiles in the shared AWS files of this machine.</summary>
    public static IReadOnlyList<string> Profiles() => [.. new CredentialProfileStoreChain().ListProfiles().Select(profile => profile.Name).Distinct()];

    // The chain itself does not take an SSO profile named this way, and says nothing that helps. Keys in the environment come before it, as everywhere.
    private static string? NamedByEnvironment()
        => Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } named && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"))
            ? named
            : null;

    private static async Task<AWSCredentials> FindAsync(string? profile, CancellationToken ct)
    {
        if (profile is null)
        {
            try
            {
                using var chain = new DefaultAWSCredentialsIdentityResolver();
                return await chain.ResolveIdentityAsync(null, ct);
            }
            catch (AmazonClientException e)
            {
                throw new SignInException("No AWS credentials were found in the environment, the shared AWS files or this machine's role. Run `aws configure` or `aws sso login`, or name a profile.", e);
            }
        }

        var profiles = new CredentialProfileStoreChain();
        if (!profiles.TryGetProfile(profile, out _))
        {
            throw new SignInException($"There is no profile '{profile}' in the shared AWS files; there are: {string.Join(", ", Profiles().DefaultIfEmpty("none"))}.");
        }

        return profiles.TryGetAWSCredentials(profile, out var credentials)
            ? credentials
            : throw new SignInException($"Profile '{profile}' has no credentials in it.{SsoHint(profile)}");
    }

    // An SSO profile with no cached token fails in three ways, none of which says this.
    private static string SsoHint(string? profile)
        => profile is not null && IsSso(profile) ? $" Sign in to SSO first: aws sso login --profile {profile}" : "";

    private static bool IsSso(string profile)
        => new CredentialProfileStoreChain().TryGetProfile(profile, out var found)
            && (found.Options.SsoSession ?? found.Options.SsoStartUrl) is { Length: > 0 };

    private static string HomeRegion(string? profile)
        => (profile is not null && new CredentialProfileStoreChain().TryGetProfile(profile, out var found) ? found.Region : FallbackRegionFactory.GetRegionEndpoint())
            ?.SystemName ?? "us-east-1";
}
