using Amazon.Runtime;
using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>Creates an identity's credentials, which read its keys from their source, and again when they expire.</summary>
internal sealed class CredentialSources(SignInContext context, AwsClientOptions options)
{
    private readonly MetadataSource _metadata = new(context, options);

    public RenewableCredentials Of(Identity identity) => identity switch
    {
        { Id: Identities.Environment } => OfEnvironment(),
        { Id: Identities.Container } => Alone(_metadata.OfContainerAsync),
        { Id: Identities.Instance } => Alone(_metadata.OfInstanceAsync),
        { Id: Identities.WebIdentity } =>
            WebIdentity(
                "AWS_ROLE_ARN", null, context.Variable("AWS_ROLE_ARN") ?? "", context.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") ?? ""),
        { Kind: IdentityKind.Keyring } => Alone(_ => Task.FromResult(Keyring(identity.Id))),
        _ when identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal) =>
            OfProfile(identity.Id[Identities.ProfilePrefix.Length..]),
        _ => throw new SignInException($"{identity.Id} has no credentials to sign in with."),
    };

    /// <summary>Returns an identity's endpoints.</summary>
    public Endpoints EndpointsOf(Identity identity) => EndpointsOf(
        identity.Id.StartsWith(Identities.ProfilePrefix, StringComparison.Ordinal)
            ? SharedFiles.Read(context).Find(identity.Id[Identities.ProfilePrefix.Length..])
            : null);

    private Endpoints EndpointsOf(SharedProfile? profile) => new(context.Variable, profile?["endpoint_url"]);

    private RenewableCredentials OfProfile(string name)
    {
        var profile = Read(name);
        return Profiles.KindOf(profile) switch
        {
            // Its kind requires it.
            ProfileKind.RoleOverProfile =>
                Role(profile, profile["source_profile"] == name ? KeysOf(name) : OfProfile(profile["source_profile"]!)),
            ProfileKind.RoleOverMachine => Role(profile, OfMachine(profile)),
            // Its kind requires it.
            ProfileKind.WebIdentity => WebIdentity($"profile {name}", profile, profile["role_arn"]!, profile["web_identity_token_file"]!),
            ProfileKind.Sso => ByPerson(_ => SsoAsync(name)),
            ProfileKind.Process => Alone(ct => ProcessAsync(name, ct)),
            _ => KeysOf(name),
        };
    }

    // Session keys expire, and only their author can write new ones.
    private RenewableCredentials KeysOf(string name) =>
        new(_ => Task.FromResult(Keys(name)), context.Time) { RenewsAlone = Read(name)["aws_session_token"] is null };

    private RenewableCredentials OfEnvironment()
        => new(Environment, context.Time) { RenewsAlone = Profiles.Given("AWS_SESSION_TOKEN", context) is null };

    private RenewableCredentials OfMachine(SharedProfile profile) => profile["credential_source"] switch
    {
        "Environment" => OfEnvironment(),
        "EcsContainer" => Alone(_metadata.OfContainerAsync),
        _ => Alone(_metadata.OfInstanceAsync),
    };

    private RenewableCredentials Role(SharedProfile profile, RenewableCredentials behind)
    {
        // Its kind requires it.
        var role = new RoleSource(
            $"profile {profile.Name}", profile["role_arn"]!, RegionOf(profile), context, () => Clients(behind, profile))
        {
            SessionName = profile["role_session_name"],
            ExternalId = profile["external_id"],
            MfaSerial = profile["mfa_serial"],
            Duration = profile["duration_seconds"],
        };
        return new RenewableCredentials(role.TakeAsync, context.Time, behind)
        {
            RenewsAlone = profile["mfa_serial"] is null && behind.RenewsAlone,
        };
    }

    private RenewableCredentials WebIdentity(string who, SharedProfile? profile, string role, string tokenFile)
    {
        var source = new RoleSource(who, role, RegionOf(profile), context, () => Clients(new AnonymousAWSCredentials(), profile))
        {
            SessionName = profile?["role_session_name"],
            Duration = profile?["duration_seconds"],
        };
        return Alone(ct => source.TakeByTokenAsync(tokenFile, ct));
    }

    private Task<HeldKeys> Environment(CancellationToken ct)
    {
        var identity = new Identities(context).Get(Identities.Environment);
        return Task.FromResult(identity.Problem is { } problem
            ? throw new SignInException(problem)
            : new HeldKeys(
                Pair(
                    context.Variable("AWS_ACCESS_KEY_ID"),
                    context.Variable("AWS_SECRET_ACCESS_KEY"),
                    context.Variable("AWS_SESSION_TOKEN")),
                identity.Expires));
    }

    // Read again: other tools write new keys under the same name.
    private HeldKeys Keys(string name)
    {
        var profile = Read(name);
        return profile["aws_access_key_id"] is { } key && profile["aws_secret_access_key"] is { } secret
            ? new HeldKeys(Pair(key, secret, profile["aws_session_token"]), null)
            : throw new SignInException($"Profile '{name}' has no keys.");
    }

    private HeldKeys Keyring(string id)
    {
        var name = id[Identities.KeyringPrefix.Length..];
        return context.Vault.Value.Read().GetValueOrDefault(CredentialVault.NameOfKeys(name)) is StoredKeys keys
            ? new HeldKeys(Pair(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), null)
            : throw new SignInException($"Keys '{name}' are no longer in {context.Vault.Value.State.Where}.");
    }

    private async Task<HeldKeys> ProcessAsync(string name, CancellationToken ct)
    {
        var command = Read(name)["credential_process"]
            ?? throw new SignInException($"Profile '{name}' no longer has a credential_process.");
        var process = new ProcessAWSCredentials(command);
        try
        {
            var keys = await process.GetCredentialsAsync().WaitAsync(ct);
            // Without an expiry, it returns the maximum date.
            var expires = process.Expiration is { Year: < 9000 } end ? new DateTimeOffset(end.ToUniversalTime()) : (DateTimeOffset?)null;
            return new HeldKeys(keys, expires);
        }
        catch (ProcessAWSCredentialException e)
        {
            // Not its output: a failed program may still have printed keys.
            throw new SignInException(
                $"The credential_process of profile '{name}' failed or returned no keys. Run it in a terminal to see why.", e);
        }
    }

    /// <summary>The role keys of an SSO profile, while the sign-in is valid. The token is read again each time.</summary>
    private async Task<HeldKeys> SsoAsync(string name)
    {
        var (profile, problem) = SsoProfile.Of(Read(name), SharedFiles.Read(context));
        using var role = new SsoCredentials(
            context, profile ?? throw new SignInException(problem ?? $"Profile '{name}' no longer has a sign-in."), options);
        var keys = await role.GetCredentialsAsync();
        return new HeldKeys(keys, role.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null);
    }

    private SharedProfile Read(string name)
        => SharedFiles.Read(context).Find(name) ?? throw new SignInException($"Profile '{name}' is no longer in the shared AWS files.");

    private AwsClients Clients(AWSCredentials credentials, SharedProfile? profile)
    {
        var endpoints = EndpointsOf(profile);
        return new AwsClients(
            new AwsAccount
            {
                AccountId = "",
                Arn = "",
                Name = profile?.Name ?? "",
                Identity = new Identity(
                    profile is null ? Identities.WebIdentity : Identities.ProfilePrefix + profile.Name, IdentityKind.Profile, ""),
                Credentials = credentials,
                Endpoint = endpoints.OfAll,
                EndpointOf = endpoints.Of,
            },
            options);
    }

    private string RegionOf(SharedProfile? profile) => Profiles.RegionOf(profile, context) ?? "us-east-1";

    private RenewableCredentials Alone(CredentialSource source) => new(source, context.Time) { RenewsAlone = true };

    private RenewableCredentials ByPerson(CredentialSource source) => new(source, context.Time);

    private static ImmutableCredentials Pair(string? key, string? secret, string? token) =>
        new(key, secret, string.IsNullOrEmpty(token) ? null : token);
}
