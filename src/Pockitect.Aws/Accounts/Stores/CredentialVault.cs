using System.Text.Json.Serialization;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Stores;

/// <summary>A secret in the vault.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StoredKeys), "keys")]
[JsonDerivedType(typeof(StoredSsoToken), "sso")]
public abstract record Secret;

/// <summary>An access key that was entered here.</summary>
/// <param name="SessionToken">Only for temporary keys; otherwise null.</param>
/// <param name="AccountId">Twelve digits, from STS.</param>
/// <param name="Region">The Region used to verify the keys; null if not given.</param>
public sealed record StoredKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken, string AccountId, string? Region) : Secret
{
    // A record's ToString would include the secret.
    public override string ToString() => $"keys of account {AccountId}";
}

/// <summary>A browser sign-in, for which IAM Identity Center returns role credentials.</summary>
/// <param name="RefreshToken">Renews the token without the user; null if it can't be renewed.</param>
/// <param name="ClientId">The registered client and its secret, which a renewal needs.</param>
public sealed record StoredSsoToken(
    string AccessToken,
    DateTimeOffset ExpiresAt,
    string? RefreshToken,
    string Region,
    string StartUrl,
    string ClientId,
    string ClientSecret,
    DateTimeOffset ClientExpiresAt)
    : Secret
{
    public override string ToString() => $"sign-in at {StartUrl} until {ExpiresAt:u}";
}

/// <summary>Whether secrets can be stored.</summary>
/// <param name="Where">What stores them: "GNOME Keyring (Secret Service)", "the memory of this session".</param>
/// <param name="Problem">Why they can't be stored beyond this session; null if they can.</param>
/// <param name="Fix">What the user can do; null if nothing is wrong.</param>
public sealed record VaultState(string Where, string? Problem = null, string? Fix = null)
{
    public bool IsLasting => Problem is null;
}

/// <summary>
/// Stores entered keys and sign-ins: in the operating system's keyring, or in memory until the process ends if that is unavailable. Never
/// in a file.
/// </summary>
public abstract class CredentialVault
{
    /// <summary>The name of entered keys: <c>keys:work</c>.</summary>
    public static string NameOfKeys(string name) => $"keys:{name}";

    /// <summary>The name of a sign-in, by its session's name in the shared files, or otherwise by its start URL.</summary>
    public static string NameOfSso(string session) => $"sso:{session}";

    public abstract VaultState State { get; }

    /// <summary>Returns all secrets by name.</summary>
    /// <exception cref="SignInException">The keyring doesn't respond or is locked, so its content is unknown.</exception>
    public abstract IReadOnlyDictionary<string, Secret> Read();

    /// <summary>Returns where a secret is stored, as text.</summary>
    public virtual string WhereIs(string name) => State.Where;

    public abstract void Write(string name, Secret secret);

    /// <returns>False if there was none.</returns>
    public abstract bool Remove(string name);
}
