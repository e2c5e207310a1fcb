using Pockitect.Aws.Accounts;

namespace Pockitect.Web.Accounts;

/// <summary>The access keys in the sign-in form. Discarded with the form and never shown again.</summary>
public sealed class KeyEntry
{
    public string Name { get; set; } = "default";

    public string AccessKeyId { get; set; } = "";

    public string SecretAccessKey { get; set; } = "";

    /// <summary>Only for temporary keys.</summary>
    public string SessionToken { get; set; } = "";

    /// <summary>The Region of the sign-in request.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Whether to store the keys in the keyring.</summary>
    public bool IsToBeKept { get; set; }

    public bool IsTemporary => TypedKeys.AreTemporary(AccessKeyId.Trim());

    /// <summary>Returns a missing or invalid input, checked without calling AWS; null if missing.</summary>
    public string? Problem => TypedKeys.NameProblem(Name.Trim())
        ?? (TypedKeys.Problem(AccessKeyId.Trim()) is { } problem ? $"Invalid access key ID: {problem}" : null)
        ?? (SecretAccessKey.Trim().Length == 0 ? "Enter the secret access key." : null)
        ?? (IsTemporary && SessionToken.Trim().Length == 0 ? "These are temporary keys. Enter their session token, too." : null)
        ?? (Region.Trim().Length == 0 ? "Enter a Region." : null);

    public TypedKeys Keys => new(AccessKeyId.Trim(), SecretAccessKey.Trim(), SessionToken.Trim() is { Length: > 0 } token ? token : null);

    // Printing this record must not reveal a secret.
    public override string ToString() => "typed keys";
}
