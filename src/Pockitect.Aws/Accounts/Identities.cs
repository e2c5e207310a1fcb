using System.Globalization;

namespace Pockitect.Aws.Accounts;

/// <summary>An identity, and its place among the others.</summary>
/// <param name="Wins">It is the one that is used.</param>
/// <param name="Why">Why it is used, or what comes before it.</param>
public sealed record FoundIdentity(Identity Identity, bool Wins, string Why);

/// <summary>Every way to be somebody in AWS that there is on this computer, found without a call.</summary>
public sealed class Identities(SignInContext context)
{
    public const string Environment = "env";
    public const string WebIdentity = "web-identity";
    public const string Container = "container";
    public const string Instance = "instance";
    public const string Sandbox = "sandbox";
    public const string ProfilePrefix = "profile:";
    public const string KeyringPrefix = "keyring:";

    private readonly Lazy<SharedFiles> _files = new(() => SharedFiles.Read(context));

    public static Identity OfSandbox { get; } = new(Sandbox, IdentityKind.Sandbox, "the local AWS to practise on") { AccountId = "123456789012" };

    /// <summary>What in the shared files can't be understood and belongs to no profile, with file and line.</summary>
    public IReadOnlyList<string> Problems => _files.Value.Problems;

    /// <summary>All of them, in the order in which they would be used, and then those that are used only when they are named.</summary>
    /// <param name="preferred">The id that a person chose, and how ("POCKITECT_IDENTITY names it"); null where nobody chose.</param>
    /// <param name="withKeyring">Look into the keyring too, which may be slow or ask for a password.</param>
    public IReadOnlyList<FoundIdentity> Find((string Id, string Why)? preferred = null, bool withKeyring = true)
    {
        var turns = Turns();
        var all = turns
            .Concat(_files.Value.Profiles.Select(OfProfile))
            .Concat(withKeyring ? Keyring() : [])
            .Append(OfSandbox)
            .DistinctBy(identity => identity.Id)
            .ToList();
        var winner = preferred is { } named ? named.Id : turns.FirstOrDefault()?.Id;
        return [.. all.Select(identity => Placed(identity, winner, preferred?.Why, turns)).OrderByDescending(found => found.Wins)];
    }

    /// <summary>The one that is used when nobody chose; null where there is none.</summary>
    public Identity? First() => Turns().FirstOrDefault();

    /// <summary>One by its id. The keyring is opened for those in it only.</summary>
    /// <exception cref="SignInException">There is none of this id.</exception>
    public Identity Get(string id) => id switch
    {
        Environment => OfEnvironment() ?? throw new SignInException("AWS_ACCESS_KEY_ID is not set, so that there is no identity 'env'."),
        WebIdentity => OfWebIdentity() ?? throw new SignInException("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set, so that there is no identity 'web-identity'."),
        Container => OfContainer() ?? throw new SignInException("Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor …_FULL_URI is set, so that there is no identity 'container'."),
        Instance => OfInstance() ?? throw new SignInException("This is no EC2 instance, or its metadata is turned off by AWS_EC2_METADATA_DISABLED."),
        Sandbox => OfSandbox,
        _ when id.StartsWith(ProfilePrefix, StringComparison.Ordinal) =>
            _files.Value.Find(id[ProfilePrefix.Length..]) is { } profile ? OfProfile(profile) : throw new SignInException(NoProfile(id[ProfilePrefix.Length..])),
        _ when id.StartsWith(KeyringPrefix, StringComparison.Ordinal) =>
            Keyring().FirstOrDefault(identity => identity.Id == id) ?? throw new SignInException($"There are no keys '{id[KeyringPrefix.Length..]}' in {context.Vault.Value.State.Where}."),
        _ => throw new SignInException($"There is no identity '{id}'. `pockitect accounts` lists those of this computer."
            + (_files.Value.Find(id) is null ? "" : $" Did you mean {ProfilePrefix}{id}?")),
    };

    /// <summary>Those that are used without being named, first come first. A broken one is used as well, and its problem told: to go on silently as somebody else could change the wrong account.</summary>
    private List<Identity> Turns()
    {
        var named = context.Variable("AWS_PROFILE") is { Length: > 0 } given ? given : context.Variable("AWS_DEFAULT_PROFILE") is { Length: > 0 } older ? older : null;
        return [.. new[]
        {
            OfEnvironment(),
            named is null ? null : _files.Value.Find(named) is { } profile ? OfProfile(profile)
                : new Identity(ProfilePrefix + named, IdentityKind.Profile, "AWS_PROFILE in the environment") { Problem = NoProfile(named) },
            OfWebIdentity(),
            // A profile that only sets a Region is nobody.
            named is null && _files.Value.Find("default") is { } usual && Profiles.KindOf(usual) is not ProfileKind.Nothing ? OfProfile(usual) : null,
            OfContainer(),
            OfInstance(),
        }.OfType<Identity>().DistinctBy(identity => identity.Id)];
    }

    private static FoundIdentity Placed(Identity identity, string? winner, string? chosen, List<Identity> turns)
    {
        if (identity.Id == winner) return new FoundIdentity(identity, true, chosen ?? (turns.Count > 1 ? "comes before all others" : "is the only one that needs no name"));
        var before = turns.TakeWhile(turn => turn.Id != identity.Id).ToList();
        return before.Count == turns.Count || winner is null
            ? new FoundIdentity(identity, false, $"only when named: --identity {identity.Id}")
            : new FoundIdentity(identity, false, $"comes after {(chosen is null && before is [.., var last] ? last.Id : winner)}");
    }

    private Identity? OfEnvironment()
    {
        if (context.Variable("AWS_ACCESS_KEY_ID") is not { Length: > 0 }) return null;
        var ends = DateTimeOffset.TryParse(context.Variable("AWS_CREDENTIAL_EXPIRATION"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null;
        return new Identity(Environment, IdentityKind.Environment, "AWS_ACCESS_KEY_ID in the environment")
        {
            Region = Region,
            Expires = ends,
            Problem = context.Variable("AWS_SECRET_ACCESS_KEY") is not { Length: > 0 } ? "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not. Set both, or neither."
                : ends <= context.Time.GetUtcNow() ? $"The keys in the environment ended at {ends:u}. Set new ones, or unset them."
                : null,
        };
    }

    private Identity? OfWebIdentity()
    {
        if (context.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not { Length: > 0 } file || context.Variable("AWS_ROLE_ARN") is not { Length: > 0 } role) return null;
        return new Identity(WebIdentity, IdentityKind.WebIdentity, $"role {role} by the token in {file}")
        {
            Region = Region,
            AccountId = Profiles.AccountOf(role),
            Problem = File.Exists(file) ? null : $"The token file {file} of AWS_WEB_IDENTITY_TOKEN_FILE is not there.",
        };
    }

    private Identity? OfContainer()
        => (context.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ?? context.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")) is { Length: > 0 }
            ? new Identity(Container, IdentityKind.Container, "the role of the container that this runs in") { Region = Region }
            : null;

    private Identity? OfInstance()
        => !"true".Equals(context.Variable("AWS_EC2_METADATA_DISABLED"), StringComparison.OrdinalIgnoreCase)
            && (context.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") is { Length: > 0 } || MetadataSource.IsEc2())
            ? new Identity(Instance, IdentityKind.Instance, "the role of the EC2 instance that this runs on") { Region = Region }
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
                .Select(found => new Identity(KeyringPrefix + found.Name, IdentityKind.Keyring, $"keys that were typed here, in {context.Vault.Value.WhereIs(prefix + found.Name)}")
                {
                    AccountId = found.Keys.AccountId,
                    Region = found.Keys.Region,
                }),
        ];
    }

    private string? Region => Profiles.RegionOf(null, context);

    private string NoProfile(string name)
        => $"There is no profile '{name}' in the shared AWS files; there are: {string.Join(", ", _files.Value.Profiles.Select(profile => profile.Name).DefaultIfEmpty("none"))}.";
}
