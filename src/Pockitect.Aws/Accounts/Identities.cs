using System.Globalization;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>An identity and its rank.</summary>
/// <param name="Wins">Whether it is the one in use.</param>
/// <param name="Why">Why it is in use, or what takes precedence.</param>
public sealed record FoundIdentity(Identity Identity, bool Wins, string Why);

/// <summary>All identities on this computer, found without calling AWS.</summary>
public sealed class Identities(SignInContext context)
{
    public const string Environment = "env";
    public const string WebIdentity = "web-identity";
    public const string Container = "container";
    public const string Instance = "instance";
    public const string ProfilePrefix = "profile:";
    public const string KeyringPrefix = "keyring:";

    private readonly Lazy<SharedFiles> _files = new(() => SharedFiles.Read(context));

    /// <summary>Errors in the shared files that belong to no profile, with file and line.</summary>
    public IReadOnlyList<string> Problems => _files.Value.Problems;

    /// <summary>Returns all identities in order of precedence, then those that must be named.</summary>
    /// <param name="preferred">The chosen ID, and how it was chosen ("POCKITECT_IDENTITY names it"); null if none.</param>
    /// <param name="withKeyring">Whether to include the keyring, which may be slow or ask for a password.</param>
    public IReadOnlyList<FoundIdentity> Find((string Id, string Why)? preferred = null, bool withKeyring = true)
    {
        var turns = Turns();
        var all = turns
            .Concat(_files.Value.Profiles.Select(OfProfile))
            .Concat(withKeyring ? Keyring() : [])
            .Append(Identity.Sandbox)
            .DistinctBy(identity => identity.Id)
            .ToList();
        var winner = preferred is { } named ? named.Id : turns.FirstOrDefault()?.Id;
        return [.. all.Select(identity => Placed(identity, winner, preferred?.Why, turns)).OrderByDescending(found => found.Wins)];
    }

    /// <summary>Returns the default identity; null if missing.</summary>
    public Identity? First() => Turns().FirstOrDefault();

    /// <summary>Returns an identity by ID. Opens the keyring only for identities in it.</summary>
    /// <exception cref="SignInException">There is no identity with this ID.</exception>
    public Identity Get(string id) => id switch
    {
        Environment => OfEnvironment() ?? throw new SignInException("No identity 'env': AWS_ACCESS_KEY_ID is not set."),
        WebIdentity =>
            OfWebIdentity()
                ?? throw new SignInException("No identity 'web-identity': AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set."),
        Container =>
            OfContainer()
                ?? throw new SignInException(
                    "No identity 'container': neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor …_FULL_URI is set."),
        Instance =>
            OfInstance()
                ?? throw new SignInException(
                    "No identity 'instance': this is not an EC2 instance, or AWS_EC2_METADATA_DISABLED turns off its metadata."),
        Identity.SandboxId => Identity.Sandbox,
        _ when id.StartsWith(ProfilePrefix, StringComparison.Ordinal) =>
            _files.Value.Find(id[ProfilePrefix.Length..]) is { } profile
                ? OfProfile(profile)
                : throw new SignInException(NoProfile(id[ProfilePrefix.Length..])),
        _ when id.StartsWith(KeyringPrefix, StringComparison.Ordinal) =>
            Keyring().FirstOrDefault(identity => identity.Id == id)
                ?? throw new SignInException($"No keys '{id[KeyringPrefix.Length..]}' in {context.Vault.Value.State.Where}."),
        _ => throw new SignInException($"Unknown identity '{id}'. Run `pockitect accounts` to list identities."
            + (_files.Value.Find(id) is null ? "" : $" Did you mean {ProfilePrefix}{id}?")),
    };

    /// <summary>
    /// The identities that are used without being named, by precedence. A broken one is included with its problem: silently using the next
    /// one could change the wrong account.
    /// </summary>
    private List<Identity> Turns()
    {
        var named = context.Variable("AWS_PROFILE") is { Length: > 0 } given
            ? given
            : context.Variable("AWS_DEFAULT_PROFILE") is { Length: > 0 } older ? older
            : null;
        return [.. new[]
        {
            OfEnvironment(),
            named is null ? null : _files.Value.Find(named) is { } profile ? OfProfile(profile)
                : new Identity(ProfilePrefix + named, IdentityKind.Profile, "AWS_PROFILE in the environment")
                {
                    Problem = NoProfile(named),
                },
            OfWebIdentity(),
            // A profile that only sets a Region is not an identity.
            named is null && _files.Value.Find("default") is { } usual && Profiles.KindOf(usual) is not ProfileKind.Nothing
                ? OfProfile(usual)
                : null,
            OfContainer(),
            OfInstance(),
        }.OfType<Identity>().DistinctBy(identity => identity.Id)];
    }

    private static FoundIdentity Placed(Identity identity, string? winner, string? chosen, List<Identity> turns)
    {
        if (identity.Id == winner)
        {
            return new FoundIdentity(
                identity, true, chosen ?? (turns.Count > 1 ? "takes precedence over all others" : "is the only default candidate"));
        }

        var before = turns.TakeWhile(turn => turn.Id != identity.Id).ToList();
        return before.Count == turns.Count || winner is null
            ? new FoundIdentity(identity, false, $"only with --identity {identity.Id}")
            : new FoundIdentity(identity, false, $"comes after {(chosen is null && before is [.., var last] ? last.Id : winner)}");
    }

    private Identity? OfEnvironment()
    {
        if (context.Variable("AWS_ACCESS_KEY_ID") is not { Length: > 0 }) return null;
        var ends = DateTimeOffset.TryParse(
            context.Variable("AWS_CREDENTIAL_EXPIRATION"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : (DateTimeOffset?)null;
        return new Identity(Environment, IdentityKind.Environment, "AWS_ACCESS_KEY_ID in the environment")
        {
            Region = Region,
            Expires = ends,
            Problem = context.Variable("AWS_SECRET_ACCESS_KEY") is not { Length: > 0 }
                ? "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not. Set both, or neither."
                : ends <= context.Time.GetUtcNow() ? $"The keys in the environment expired at {ends:u}. Set new ones, or unset them."
                : null,
        };
    }

    private Identity? OfWebIdentity()
    {
        if (context.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not { Length: > 0 } file
            || context.Variable("AWS_ROLE_ARN") is not { Length: > 0 } role)
            return null;
        return new Identity(WebIdentity, IdentityKind.WebIdentity, $"role {role} with the token in {file}")
        {
            Region = Region,
            AccountId = Profiles.AccountOf(role),
            Problem = File.Exists(file) ? null : $"Token file {file} (AWS_WEB_IDENTITY_TOKEN_FILE) not found.",
        };
    }

    private Identity? OfContainer()
        => (context.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            ?? context.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")) is { Length: > 0 }
            ? new Identity(Container, IdentityKind.Container, "the role of this container") { Region = Region }
            : null;

    private Identity? OfInstance()
        => !"true".Equals(context.Variable("AWS_EC2_METADATA_DISABLED"), StringComparison.OrdinalIgnoreCase)
            && (context.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { Length: > 0 } || MetadataSource.IsEc2())
            ? new Identity(Instance, IdentityKind.Instance, "the role of this EC2 instance") { Region = Region }
            : null;

    private Identity OfProfile(SharedProfile profile) => Profiles.Describe(profile, _files.Value, context);

    private IEnumerable<Identity> Keyring()
    {
        IReadOnlyDictionary<string, Secret> secrets;
        var where = "the operating system's keyring";
        try
        {
            where = context.Vault.Value.State.Where;
            secrets = context.Vault.Value.Read();
        }
        catch (SignInException e)
        {
            return [new Identity("keyring", IdentityKind.Keyring, where) { Problem = e.Message }];
        }

        var prefix = CredentialVault.NameOfKeys("");
        return
        [
            .. secrets.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) && pair.Value is StoredKeys)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (Name: pair.Key[prefix.Length..], Keys: (StoredKeys)pair.Value))
                .Select(found => new Identity(
                    KeyringPrefix + found.Name,
                    IdentityKind.Keyring,
                    $"keys entered here, in {context.Vault.Value.WhereIs(prefix + found.Name)}")
                {
                    AccountId = found.Keys.AccountId,
                    Region = found.Keys.Region,
                }),
        ];
    }

    private string? Region => Profiles.RegionOf(null, context);

    private string NoProfile(string name)
        => $"No profile '{name}' in the shared AWS files. Profiles: "
            + $"{string.Join(", ", _files.Value.Profiles.Select(profile => profile.Name).DefaultIfEmpty("none"))}.";
}
