using Amazon.SecurityToken.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>Turns an identity into an account.</summary>
/// <param name="options">The client options to verify the identity; null for the defaults.</param>
public sealed class SignIn(SignInContext context, AwsClientOptions? options = null)
{
    private readonly AwsClientOptions _options = options ?? new AwsClientOptions();

    /// <summary>
    /// Returns an account that was not verified: its ID and ARN are empty, and its credentials are read by the first call.
    /// </summary>
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

    /// <summary>Signs in and verifies the identity with AWS.</summary>
    /// <exception cref="SignInException">There are no credentials, or AWS rejects them.</exception>
    public async Task<AwsAccount> OpenAsync(Identity identity, CancellationToken ct)
    {
        var found = Prepare(identity);
        using var clients = new AwsClients(found, _options);
        try
        {
            // Prompts and cancellation still work here.
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
        catch (Exception e)
            when (e is not SignInException
                && AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.NotOptedIn or FaultKind.Denied } fault)
        {
            throw new SignInException($"AWS rejects the credentials of {identity.Id}: {fault.Message} {Renewal.Of(identity)}", e);
        }
    }

    /// <summary>Tells how to get valid credentials for an identity.</summary>
    public static string HowToRenew(Identity identity) => Renewal.Of(identity);

    private static string NameOf(Identity identity)
        => identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal)
            ? identity.Id[Identities.ProfilePrefix.Length..]
            : identity.Id;
}

/// <summary>Tells how to get valid credentials for an identity.</summary>
internal static class Renewal
{
    public static string Of(Identity identity) => identity.Kind switch
    {
        IdentityKind.Environment => "Set new keys in the environment, or unset them and use another identity.",
        IdentityKind.Keyring => "Enter new keys, or use another identity.",
        IdentityKind.Sso => $"Sign in again: pockitect login {identity.Id}",
        IdentityKind.Profile => "Update the keys in the shared AWS files (`aws configure`), or use another identity.",
        IdentityKind.Sandbox => "Start the sandbox: pockitect sandbox start",
        _ => "Renew this machine's credentials.",
    };
}
