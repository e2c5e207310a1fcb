using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>SSH keys in OpenSSH's file format, without a passphrase.</summary>
/// <seealso href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key"/>
internal static class OpenSshKey
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const string End = "-----END OPENSSH PRIVATE KEY-----";

    private static readonly byte[] Magic = "openssh-key-v1\0"u8.ToArray();

    /// <summary>Generates a private key, as the text of its file.</summary>
    /// <param name="keyType">AWS's name: <c>ed25519</c> or <c>rsa</c>.</param>
    /// <param name="comment">The comment that <c>ssh-add -l</c> shows.</param>
    public static string Generate(string keyType, string comment) => keyType switch
    {
        "ed25519" => Ed25519(comment),
        "rsa" => Rsa(comment),
        _ => throw new ArgumentOutOfRangeException(nameof(keyType), keyType, "Use ed25519 or rsa."),
    };

    /// <summary>Returns the public half of a private key file in one line: the algorithm and the key in base64.</summary>
    /// <exception cref="FormatException">The text is not a private key in OpenSSH's format.</exception>
    public static string PublicLine(string privateKey)
    {
        var (begin, end) = (privateKey.IndexOf(Begin, StringComparison.Ordinal), privateKey.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new FormatException("It is not a private key in OpenSSH's format.");

        var body = Convert.FromBase64String(privateKey[(begin + Begin.Length)..end]);
        if (!body.AsSpan().StartsWith(Magic)) throw new FormatException("It is not a private key in OpenSSH's format.");

        var rest = (ReadOnlySpan<byte>)body.AsSpan(Magic.Length);
        for (var skipped = 0; skipped < 3; skipped++) Take(ref rest); // The cipher, its key derivation and its options.
        rest = rest[sizeof(int)..]; // The number of keys, always one.
        var key = Take(ref rest);
        var inner = key;
        return $"{Encoding.ASCII.GetString(Take(ref inner))} {Convert.ToBase64String(key)}";
    }

    private static string Ed25519(string comment)
    {
        using var key = Key.Create(
            SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        var seed = key.Export(KeyBlobFormat.RawPrivateKey);
        var point = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        var name = "ssh-ed25519"u8.ToArray();
        return Frame([name, point], [name, point, [.. seed, .. point]], comment);
    }

    private static string Rsa(string comment)
    {
        using var key = RSA.Create(4096);
        var secret = key.ExportParameters(includePrivateParameters: true);
        var name = "ssh-rsa"u8.ToArray();
        var (n, e) = (Positive(secret.Modulus), Positive(secret.Exponent));
        return Frame(
            [name, e, n],
            [name, n, e, Positive(secret.D), Positive(secret.InverseQ), Positive(secret.P), Positive(secret.Q)],
            comment);
    }

    private static string Frame(byte[][] publicPart, byte[][] privatePart, string comment)
    {
        // The same number twice, which proves a successful decryption.
        var check = RandomNumberGenerator.GetBytes(4);
        List<byte> secret = [.. check, .. check, .. Strings(privatePart), .. Strings([Encoding.UTF8.GetBytes(comment)])];
        for (byte padding = 1; secret.Count % 8 != 0; padding++) secret.Add(padding);

        byte[] file =
        [
            .. Magic, .. Strings(["none"u8.ToArray(), "none"u8.ToArray(), []]), 0, 0, 0, 1,
            .. Strings([Strings(publicPart), [.. secret]]),
        ];
        var lines = Convert.ToBase64String(file).Chunk(70).Select(line => new string(line));
        return $"{Begin}\n{string.Join('\n', lines)}\n{End}\n";
    }

    /// <summary>Writes each part after its length, as in SSH's lists.</summary>
    private static byte[] Strings(byte[][] parts) => [.. parts.SelectMany(part => (byte[])[.. Length(part.Length), .. part])];

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    /// <summary>Writes a number in SSH's form: no leading zeros, except one that keeps the first bit from being a sign.</summary>
    private static byte[] Positive(byte[]? number)
    {
        var digits = (number ?? []).SkipWhile(digit => digit == 0).ToArray();
        return digits is [>= 0x80, ..] ? [0, .. digits] : digits;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        if (length < 0 || length > rest.Length - sizeof(int)) throw new FormatException("The private key's file is truncated.");
        var taken = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return taken;
    }
}
