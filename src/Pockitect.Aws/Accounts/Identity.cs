using Pockitect.Core.Text;

namespace Pockitect.Aws.Accounts;

/// <summary>Where credentials come from.</summary>
public enum IdentityKind
{
    /// <summary>Keys in the environment's variables.</summary>
    Environment,

    /// <summary>Keys that were typed here and are kept in the operating system's keyring.</summary>
    Keyring,

    /// <summary>A profile of the shared AWS files: keys, a role over another profile, or a program that gives them.</summary>
    Profile,

    /// <summary>A profile of the shared AWS files that stands for a sign-in through the browser.</summary>
    Sso,

    /// <summary>A token in a file, exchanged for a role: GitHub Actions, EKS.</summary>
    WebIdentity,

    /// <summary>The role of an ECS task or an EKS pod.</summary>
    Container,

    /// <summary>The role of the EC2 instance that this runs on.</summary>
    Instance,

    /// <summary>The local AWS to practise on.</summary>
    Sandbox,
}

/// <summary>One way to be somebody in AWS, found on this computer. It holds no secret.</summary>
/// <param name="Id">What people name it by: <c>env</c>, <c>keyring:work</c>, <c>profile:dev</c>, <c>container</c>, <c>instance</c>, <c>web-identity</c>, <c>sandbox</c>.</param>
/// <param name="Kind">Where its credentials come from.</param>
/// <param name="Origin">The same for people: "AWS_ACCESS_KEY_ID in the environment", "role arn:… over profile base, in ~/.aws/config".</param>
public sealed record Identity(string Id, IdentityKind Kind, string Origin)
{
    /// <summary>The Region that it names as its own; null where it names none.</summary>
    public string? Region { get; init; }

    /// <summary>The twelve digits of its account, where they are known without a call.</summary>
    public string? AccountId { get; init; }

    /// <summary>When its credentials, or the sign-in behind them, end; null where that is not known without a call, or never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What keeps it from being used and what to do about it; null where nothing is known to.</summary>
    public string? Problem { get; init; }

    /// <summary>What a suggested command needs to address the account of this identity.</summary>
    public CommandSwitches Switches => Kind is IdentityKind.Sandbox ? new CommandSwitches(Sandbox: true) : new CommandSwitches(Identity: Id);

    public override string ToString() => Id;
}
