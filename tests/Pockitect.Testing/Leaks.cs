using System.Text;

namespace Pockitect.Testing;

/// <summary>Looks for secrets where they have no place to be.</summary>
public static class Leaks
{
    /// <summary>Which files below a folder hold one of these, as it is or inside base64.</summary>
    public static IReadOnlyList<string> In(string folder, params string[] secrets) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
           // The keyring's own sockets, which nothing can be read from.
           where !path.Contains("/.cache/keyring-", StringComparison.Ordinal)
           // What a process that runs holds on to, and which is empty.
           where !path.EndsWith(".lock", StringComparison.Ordinal)
           let text = Encoding.Latin1.GetString(File.ReadAllBytes(path))
           from secret in secrets
           where Forms(secret).Any(form => text.Contains(form, StringComparison.Ordinal))
           select $"{secret} in {Path.GetRelativePath(folder, path)}",
    ];

    /// <summary>A text, and how it looks inside base64 at each of the three places it can begin at.</summary>
    public static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(secret)]);
            // The letters at both ends depend on what stands beside it.
            yield return encoded[4..^4];
        }
    }
}
