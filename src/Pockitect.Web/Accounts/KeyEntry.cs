using Pockitect.Aws.Accounts;

namespace Pockitect.Web.Accounts;

/// <summary>Access keys while a person types them. It goes with the form, and nothing of it is shown again.</summary>
public sealed class KeyEntry
{
    public string Name { get; set; } = "default";

    public string AccessKeyId { get; set; } = "";

    public string SecretAccessKey { get; set; } = "";

    /// <summary>With temporary keys only.</summary>
    public string SessionToken { get; set; } = "";

    /// <summary>Where AWS is asked whose they are.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The person asked to keep them in the keyring.</summary>
    public bool IsToBeKept { get; set; }

    public bool IsTemporary => TypedKeys.AreTemporary(AccessKeyId.Trim());

    /// <summary>What is missing or mistyped, before AWS is asked; null where nothing is.</summary>
    public string? Problem => TypedKeys.NameProblem(Name.Trim())
        ?? (TypedKeys.Problem(AccessKeyId.Trim()) is { } problem ? $"The access key id is mistyped: {problem}" : null)
        ?? (SecretAccessKey.Trim().Length == 0 ? "The secret access key is missing." : null)
        ?? (IsTemporary && SessionToken.Trim().Length == 0 ? "These are temporary keys: their session token is needed too." : null)
        ?? (Region.Trim().Length == 0 ? "The Region in which AWS is asked is missing." : null);

    public TypedKeys Keys => new(AccessKeyId.Trim(), SecretAccessKey.Trim(), SessionToken.Trim() is { Length: > 0 } token ? token : null);

    // Whatever prints it prints no secret.
    public override string ToString() => "typed keys";
}
