using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>Key pairs and roles.</summary>
public sealed record SecuritySection
{
    /// <summary>Key pairs for signing in to instances.</summary>
    public IReadOnlyList<KeyPairEntry> KeyPairs { get; init; } = [];

    /// <summary>IAM roles of instances.</summary>
    public IReadOnlyList<RoleEntry> Roles { get; init; } = [];
}

/// <summary>The kind of a key.</summary>
public enum KeyKind
{
    Ed25519,

    /// <summary>Required for the password of Windows instances.</summary>
    Rsa,
}

/// <summary>A key pair for signing in to instances. The private key is generated on this computer and never leaves it.</summary>
public sealed record KeyPairEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The kind of key.</summary>
    public KeyKind Kind { get; init; } = KeyKind.Ed25519;

    /// <summary>The name in AWS. Default: generated from the project's name.</summary>
    [RegularExpression("[!-~]([ -~]{0,253}[!-~])?", ErrorMessage = "needs 1 to 255 ASCII characters, no space first or last")]
    public string? KeyName { get; init; }

    /// <summary>An existing public key to use instead of generating one.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Whether key_name already exists in AWS; it stays when the project is deleted.</summary>
    public bool Existing { get; init; }
}

/// <summary>An IAM role for instances.</summary>
public sealed record RoleEntry
{
    /// <summary>The name in this blueprint and its plans; must be unique.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The name in AWS. Default: generated from the project's name.</summary>
    [RegularExpression("[A-Za-z0-9_+=,.@-]{1,64}", ErrorMessage = "needs 1 to 64 letters, digits or any of + = , . @ - _")]
    public string? RoleName { get; init; }

    /// <summary>The description.</summary>
    [MaxLength(1000)]
    public string? Description { get; init; }

    /// <summary>Managed policies: names of AWS-managed ones, such as AmazonSSMManagedInstanceCore, or ARNs.</summary>
    public IReadOnlyList<string> ManagedPolicies { get; init; } = [];

    /// <summary>Inline policies: JSON documents by name.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string>();

    /// <summary>The maximum session duration in hours, 1 to 12.</summary>
    [Range(1, 12)]
    public int MaxSessionHours { get; init; } = 1;

    /// <summary>The ARN of the permissions boundary.</summary>
    public string? PermissionsBoundary { get; init; }
}
