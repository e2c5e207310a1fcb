using System.ComponentModel.DataAnnotations;

namespace Pockitect.Core.Blueprints;

/// <summary>Key pairs and roles.</summary>
public sealed record SecuritySection
{
    /// <summary>Keys to sign in to instances with.</summary>
    public IReadOnlyList<KeyPairEntry> KeyPairs { get; init; } = [];

    /// <summary>What instances may do in AWS.</summary>
    public IReadOnlyList<RoleEntry> Roles { get; init; } = [];
}

/// <summary>The kind of a key.</summary>
public enum KeyKind
{
    Ed25519,

    /// <summary>Needed for the password of Windows instances.</summary>
    Rsa,
}

/// <summary>A key to sign in to instances with. The private key is made on this computer and never leaves it.</summary>
public sealed record KeyPairEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>The kind of the key.</summary>
    public KeyKind Kind { get; init; } = KeyKind.Ed25519;

    /// <summary>Its name in AWS; by default one that is made up from the project's.</summary>
    [RegularExpression("[!-~]([ -~]{0,253}[!-~])?", ErrorMessage = "needs 1 to 255 ASCII characters, no space first or last")]
    public string? KeyName { get; init; }

    /// <summary>A public key of your own to use instead of making one.</summary>
    public string? PublicKey { get; init; }

    /// <summary>key_name is in AWS already and stays when the project goes.</summary>
    public bool Existing { get; init; }
}

/// <summary>What the instances that carry it may do in AWS.</summary>
public sealed record RoleEntry
{
    /// <summary>What it is called in this blueprint and its plans; unique in it.</summary>
    [RegularExpression(Names.Pattern, ErrorMessage = Names.Needs)]
    public required string Name { get; init; }

    /// <summary>Its name in AWS; by default one that is made up from the project's.</summary>
    [RegularExpression("[A-Za-z0-9_+=,.@-]{1,64}", ErrorMessage = "needs 1 to 64 letters, digits or any of + = , . @ - _")]
    public string? RoleName { get; init; }

    /// <summary>What it is for, in words.</summary>
    [MaxLength(1000)]
    public string? Description { get; init; }

    /// <summary>Managed policies: names of AWS's own, such as AmazonSSMManagedInstanceCore, or ARNs.</summary>
    public IReadOnlyList<string> ManagedPolicies { get; init; } = [];

    /// <summary>Policies of its own: JSON documents by name.</summary>
    public IReadOnlyDictionary<string, string> Policies { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a session lasts at most: 1 to 12 hours.</summary>
    [Range(1, 12)]
    public int MaxSessionHours { get; init; } = 1;

    /// <summary>The ARN of a policy that bounds all the others.</summary>
    public string? PermissionsBoundary { get; init; }
}
