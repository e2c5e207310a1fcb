using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Core.Journals;

/// <summary>A project's blueprint that is sent with a command to a worker with another disk.</summary>
/// <param name="Text">The file's text.</param>
/// <param name="Sha256">The SHA-256 of its UTF-8 bytes, in lowercase hexadecimal.</param>
public sealed record SentBlueprint(string Text, string Sha256)
{
    /// <summary>The maximum size in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static SentBlueprint Of(string text) => new(text, HashOf(text));

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
