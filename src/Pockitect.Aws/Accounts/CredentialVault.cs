using System.Text.Json.Serialization;

namespace Pockitect.Aws.Accounts;

/// <summary>A secret of a person's, as the vault keeps it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StoredKeys), "keys")]
[JsonDerivedType(typeof(StoredSsoToken), "sso")]
public abstract record Secret;

/// <summary>An access key that was typed here.</summary>
/// <param name="SessionToken">With temporary keys only; null otherwise.</param>
/// <param name="AccountId">Twelve digits, as STS told when the keys were taken in.</param>
/// <param name="Region">Where AWS was asked then; null where nobody said.</param>
public sealed record StoredKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken, string AccountId, string? Region) : Secret
{
    // A record prints its properties.
    public override string ToString() => $"keys of account {AccountId}";
}

/// <summary>A sign-in through the browser: what IAM Identity Center gives role credentials for.</summary>
/// <param name="RefreshToken">Renews it without a person; null where it cannot be renewed.</param>
/// <param name="ClientId">The client that was registered for it, with its secret: a renewal names both.</param>
public sealed record StoredSsoToken(
    string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, string Region, string StartUrl, string ClientId, string ClientSecret, DateTimeOffset ClientExpiresAt)
    : Secret
{
    public override string ToString() => $"sign-in at {StartUrl} until {ExpiresAt:u}";
}

/// <summary>Whether secrets can be kept.</summary>
/// <param name="Where">What keeps them, for people: "GNOME Keyring (Secret Service)", "the memory of this session".</param>
/// <param name="Problem">Why they cannot be kept beyond this session; null where they can.</param>
/// <param name="Fix">What a person can do about it; null where nothing is wrong.</param>
public sealed record VaultState(string Where, string? Problem = null, string? Fix = null)
{
    public bool IsLasting => Problem is null;
}

/// <summary>
/// Keeps what a person typed or signed in with: in the operating system's keyring, or where that does not work in memory until
/// the process ends. Never in a file.
/// </summary>
public abstract class CredentialVault
{
    /// <summary>The name of typed keys: <c>keys:work</c>.</summary>
    public static string NameOfKeys(string name) => $"keys:{name}";

    /// <summary>The name of a sign-in, by its session's name in the shared files or, where it has none, by its start URL.</summary>
    public static string NameOfSso(string session) => $"sso:{session}";

    public abstract VaultState State { get; }

    /// <summary>Everything that is kept, by name.</summary>
    /// <exception cref="SignInException">The keyring does not answer, or is locked: that nothing is kept there cannot be told.</exception>
    public abstract IReadOnlyDictionary<string, Secret> Read();

    /// <summary>Where one secret is kept, for people.</summary>
    public virtual string WhereIs(string name) => State.Where;

    public abstract void Write(string name, Secret secret);

    /// <returns>False where there was none.</returns>
    public abstract bool Remove(string name);
}
