using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>The public half of an SSH key, which instances accept. Windows passwords can only be decrypted with an RSA key.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html"/>
public sealed record KeyPair : Spec
{
    /// <summary>Its name, unique in the Region; without one a name is made. A generated private key lies in a file of this name.</summary>
    [Replacement]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    [MaxLength(200)]
    public string? KeyName { get; init; }

    /// <summary>What kind of key is generated: <c>ed25519</c>, the default, or <c>rsa</c> of 4096 bits.</summary>
    [Replacement]
    [AllowedValues("ed25519", "rsa", null)]
    public string? KeyType { get; init; }

    /// <summary>
    /// A public key of the person's own, in OpenSSH's one-line form; its comment does not count. Without one a key is generated
    /// here, and its private half never leaves this machine.
    /// </summary>
    [Replacement]
    [RegularExpression("^(ssh-ed25519|ssh-rsa) [A-Za-z0-9+/]+=*$")]
    public string? PublicKeyMaterial
    {
        get;
        // AWS puts a comment of its own there, and two spellings of one key are one key.
        init => field = value is null ? null : string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2));
    }
}
