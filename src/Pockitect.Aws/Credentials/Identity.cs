using Pockitect.Core.Text;

namespace Pockitect.Aws.Credentials;

/// <summary>The source of credentials.</summary>
public enum IdentityKind
{
    /// <summary>Keys in environment variables.</summary>
    Environment,

    /// <summary>Keys that were entered here, in the operating system's keyring.</summary>
    Keyring,

    /// <summary>A profile in the shared AWS files: keys, a role based on another profile, or a credential program.</summary>
    Profile,

    /// <summary>An SSO profile in the shared AWS files.</summary>
    Sso,

    /// <summary>A token file, exchanged for a role: GitHub Actions, EKS.</summary>
    WebIdentity,

    /// <summary>The role of an ECS task or an EKS pod.</summary>
    Container,

    /// <summary>The role of this EC2 instance.</summary>
    Instance,

    /// <summary>The local AWS emulator.</summary>
    Sandbox,
}

/// <summary>An identity found on this computer. It contains no secret.</summary>
/// <param name="Id">
/// The ID that users type: <c>env</c>, <c>keyring:work</c>, <c>profile:dev</c>, <c>container</c>, <c>instance</c>, <c>web-identity</c>,
/// <c>sandbox</c>.
/// </param>
/// <param name="Kind">The source of its credentials.</param>
/// <param name="Origin">
/// The source as text: "AWS_ACCESS_KEY_ID in the environment", "role arn:… over profile base, in ~/.aws/config".
/// </param>
public sealed record Identity(string Id, IdentityKind Kind, string Origin)
{
    public const string SandboxId = "sandbox";

    public static Identity Sandbox { get; } = new(SandboxId, IdentityKind.Sandbox, "AWS on your own computer: no account, no cost")
    {
        AccountId = "123456789012",
    };

    /// <summary>Its own Region; null if it has none.</summary>
    public string? Region { get; init; }

    /// <summary>The twelve digits of its account, if known without a call.</summary>
    public string? AccountId { get; init; }

    /// <summary>When its credentials, or the sign-in behind them, expire; null if unknown without a call, or never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why it can't be used, and what to do; null if no problem is known.</summary>
    public string? Problem { get; init; }

    /// <summary>The switches that suggested commands need for this identity's account.</summary>
    public CommandSwitches Switches =>
        Kind is IdentityKind.Sandbox ? new CommandSwitches(Sandbox: true) : new CommandSwitches(Identity: Id);

    public override string ToString() => Id;
}
