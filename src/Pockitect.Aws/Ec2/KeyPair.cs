using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Text;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>The public half of an SSH key for instances. Windows passwords require an RSA key.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html"/>
public sealed record KeyPair : Spec
{
    /// <summary>The name, unique in the Region. Default: generated. A generated private key is in a file with this name.</summary>
    [Replacement, UniqueName]
    [RegularExpression(
        @"^(?!([Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])(\.|$))"
            + @"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.(pub|tmp))(?<!\.)$",
        ErrorMessage = "needs a file name: letters, digits and . _ -, starting with a letter or digit, not ending in .pub or .tmp")]
    [MaxLength(200)]
    public string? KeyName { get; init; }

    /// <summary>The kind of the generated key: <c>ed25519</c>, the default, or <c>rsa</c> with 4096 bits.</summary>
    [Replacement]
    [AllowedValues("ed25519", "rsa", null)]
    public string? KeyType { get; init; }

    /// <summary>
    /// An existing public key in OpenSSH's one-line form; its comment is ignored. Default: a key is generated here, and its private half
    /// never leaves this computer, even when the key pair is deleted.
    /// </summary>
    [Replacement]
    [RegularExpression("^(ssh-ed25519|ssh-rsa) [A-Za-z0-9+/]+=*$")]
    public string? PublicKeyMaterial
    {
        get;
        // AWS adds its own comment, and two spellings of a key are the same key.
        init => field = value is null ? null : string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2));
    }
}

/// <param name="aws">The account's clients.</param>
/// <param name="keysFolder">The folder for generated private keys.</param>
internal sealed class KeyPairType(
    AwsClients aws, string keysFolder) : Ec2ResourceType<KeyPair, Sdk.KeyPairInfo>(aws, "AWS::EC2::KeyPair", "key-pair")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["ec2:DescribeKeyPairs"],
        Create = ["ec2:ImportKeyPair", "ec2:CreateTags"],
        TagOnCreate = "ec2:CreateTags",
        Update = ["ec2:CreateTags", "ec2:DeleteTags"],
        Delete = ["ec2:DeleteKeyPair"],
    };

    public override string Noun => "key pair";

    public override ResourceFamily Family => ResourceFamily.Identity;

    // AWS returns all of them in one answer.
    protected override async IAsyncEnumerable<Sdk.KeyPairInfo> AllAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var answer = await Ec2(place).DescribeKeyPairsAsync(new Sdk.DescribeKeyPairsRequest { IncludePublicKey = true }, ct);
        foreach (var key in answer.KeyPairs) yield return key;
    }

    protected override async Task<List<Sdk.KeyPairInfo>> DescribeAsync(Place place, string id, CancellationToken ct) =>
        (await Ec2(place).DescribeKeyPairsAsync(new Sdk.DescribeKeyPairsRequest { KeyNames = [id], IncludePublicKey = true }, ct)).KeyPairs;

    protected override async Task<string> CreateAsync(Place place, KeyPair spec, Creation how, CancellationToken ct)
    {
        var name = spec.KeyName ?? how.UniqueName;
        // On disk before AWS receives it: no crash loses the private key, and the next attempt imports the same one.
        var key = spec.PublicKeyMaterial ?? await GeneratedAsync(name, spec.KeyType ?? "ed25519", ct);
        if (spec.KeyType is { } desired && TypeOf(key) != desired)
            throw Refused($"The key '{name}' needs type {desired}, but its public key has type {TypeOf(key)}.");

        var request = new Sdk.ImportKeyPairRequest
        {
            KeyName = name,
            PublicKeyMaterial = Convert.ToBase64String(Encoding.ASCII.GetBytes(key)),
            TagSpecifications = TagsOf(how),
        };
        return (await Ec2(place).ImportKeyPairAsync(request, ct)).KeyName;
    }

    /// <remarks>Every property requires a replacement: AWS only changes a key pair's tags.</remarks>
    protected override Task UpdateAsync(Place place, string id, KeyPair now, KeyPair desired, CancellationToken ct) => Task.CompletedTask;

    /// <remarks>The private key's file stays. Remaining instances may use it.</remarks>
    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        // AWS treats deleting a missing name as a success.
        Ec2(place).DeleteKeyPairAsync(new Sdk.DeleteKeyPairRequest { KeyName = id }, ct);

    public override async Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        // References use the name, but tags need the ID.
        if (await FindAsync(place, id, ct) is { } key)
            await Ec2Tags.ApplyAsync(Ec2(place), key.KeyPairId, set, remove, ct);
    }

    protected override MonthlyPrice PriceOf(KeyPair spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) => Ec2Links.Ec2Console(place, $"KeyPairs:keyName={Uri.EscapeDataString(id)}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ec2", "describe-key-pairs", "--key-names", id];

    public override IEnumerable<string> UnrecoverableSettings(Observed now)
    {
        if (Path.GetFileName(now.Id) == now.Id && !File.Exists(Path.Combine(keysFolder, now.Id)))
        {
            yield return $"the private key of '{now.Id}' is not on this computer. Copy it to {Path.Combine(keysFolder, now.Id)} from "
                + "the computer that generated it, or sign in with the key that was imported.";
        }
    }

    protected override string NaturalKey(KeyPair spec, Creation how) => spec.KeyName ?? how.UniqueName;

    protected override Observed From(Place place, Sdk.KeyPairInfo key)
    {
        var spec = new KeyPair { KeyName = key.KeyName, KeyType = key.KeyType?.Value, PublicKeyMaterial = key.PublicKey };
        return Seen(place, key.KeyName, spec, key.Tags, Phase.Ready) with
        {
            // Policies name key pairs by their name, all else by their ID.
            Arn = ArnOf(place, key.KeyPairId),
            CreatedAt = key.CreateTime,
            Outputs = new Dictionary<string, string> { ["KeyPairId"] = key.KeyPairId, ["KeyFingerprint"] = key.KeyFingerprint },
        };
    }

    private async Task<string> GeneratedAsync(string name, string keyType, CancellationToken ct)
    {
        try
        {
            return await KeyFiles.PublicLineAsync(keysFolder, name, keyType, ct);
        }
        catch (FormatException e)
        {
            throw Refused(
                $"Can't use the private key '{Path.Combine(keysFolder, name)}': {e.Message} Move it away, or choose another name for "
                    + "the key pair.");
        }
    }

    private static string TypeOf(string publicLine) => publicLine.StartsWith("ssh-rsa ", StringComparison.Ordinal) ? "rsa" : "ed25519";

    // With AWS's code for such keys, so that it counts as a refusal, not as a bug.
    private static AmazonEC2Exception Refused(string message) => new(message) { ErrorCode = "InvalidKeyPair.Format" };
}
