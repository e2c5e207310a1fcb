using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Core.Journals;

/// <summary>A project's blueprint as it travels with a command to a worker that may have another disk.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Sha256">The hash of its UTF-8 bytes, in lower-case hexadecimal digits.</param>
public sealed record SentBlueprint(string Text, string Sha256)
{
    /// <summary>The largest that travels, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static SentBlueprint Of(string text) => new(text, HashOf(text));

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
