using Amazon.SecurityToken.Model;
using Pockitect.Aws.Clients;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>Makes an account of an identity.</summary>
/// <param name="options">How AWS is asked who this is; null for the usual way.</param>
public sealed class SignIn(SignInContext context, AwsClientOptions? options = null)
{
    /// <summary>What an operation is waiting for when the sign-in behind it has ended.</summary>
    public const string Ended = "your sign-in has ended: sign in again (pockitect login), and this goes on";

    private readonly AwsClientOptions _options = options ?? new AwsClientOptions();

    /// <summary>An account that nobody has looked at yet: its id and ARN are empty, and its credentials are read at the first call.</summary>
    /// <exception cref="SignInException">The identity has a problem.</exception>
    public AwsAccount Prepare(Identity identity)
    {
        if (identity.Problem is { } problem) throw new SignInException(problem);
        var sources = new CredentialSources(context, _options);
        var endpoints = sources.EndpointsOf(identity);
        return new AwsAccount
        {
            AccountId = "",
            Arn = "",
            Name = NameOf(identity),
            Identity = identity,
            Credentials = sources.Of(identity),
            Endpoint = endpoints.OfAll,
            EndpointOf = endpoints.Of,
            Region = identity.Region ?? "us-east-1",
        };
    }

    /// <summary>Signs in, and asks AWS who this is.</summary>
    /// <exception cref="SignInException">There are no credentials, or AWS does not accept them.</exception>
    public async Task<AwsAccount> OpenAsync(Identity identity, CancellationToken ct)
    {
        var found = Prepare(identity);
        using var clients = new AwsClients(found, _options);
        try
        {
            // Here a person can still be asked, and interrupt.
            if (found.Credentials is RenewableCredentials credentials) await credentials.GetAsync(ct);
            var caller = await clients.Sts(found.Region).GetCallerIdentityAsync(new GetCallerIdentityRequest(), ct);
            return new AwsAccount
            {
                AccountId = caller.Account,
                Arn = caller.Arn,
                Name = found.Name,
                Identity = identity with { AccountId = caller.Account },
                Credentials = found.Credentials,
                Endpoint = found.Endpoint,
                EndpointOf = found.EndpointOf,
                Region = found.Region,
            };
        }
        catch (Exception e) when (e is not SignInException && AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.NotOptedIn or FaultKind.Denied } fault)
        {
            throw new SignInException($"AWS does not accept the credentials of {identity.Id}: {fault.Message} {Renewal.Of(identity)}", e);
        }
    }

    /// <summary>What a person does to get an identity credentials that work.</summary>
    public static string HowToRenew(Identity identity) => Renewal.Of(identity);

    private static string NameOf(Identity identity)
        => identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal) ? identity.Id[Identities.ProfilePrefix.Length..] : identity.Id;
}

/// <summary>What a person does to get an identity credentials that work.</summary>
internal static class Renewal
{
    public static string Of(Identity identity) => identity.Kind switch
    {
        IdentityKind.Environment => "Set new keys in the environment, or unset them and use another identity.",
        IdentityKind.Keyring => "Enter new keys, or use another identity.",
        IdentityKind.Sso => $"Sign in again: pockitect login {identity.Id}",
        IdentityKind.Profile => "Put new keys into the shared AWS files (`aws configure`), or use another identity.",
        IdentityKind.Sandbox => "Start the sandbox: pockitect sandbox start",
        _ => "Whatever runs this machine has to give it new ones.",
    };
}
