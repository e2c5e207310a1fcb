using System.Text;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>The operating system of an image, as far as its name tells.</summary>
public enum ImageSystem
{
    Unknown,
    Linux,
    Windows,
}

/// <summary>Explains why a user data script would not run. AWS reports no error: the instance starts anyway.</summary>
/// <seealso href="https://cloudinit.readthedocs.io/en/latest/explanation/format.html"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"/>
public static class UserDataText
{
    private static readonly string[] LinuxStarts =
        [
            "#!", "#cloud-config", "#cloud-boothook", "#include", "#part-handler", "#upstart-job", "## template: jinja", "Content-Type:",
            "MIME-Version:",
        ];

    private static readonly string[] WindowsTags = ["powershell", "script"];

    /// <summary>Returns what is wrong with the script, each in one or two sentences; empty if it would run.</summary>
    public static IReadOnlyList<string> Findings(string text, ImageSystem system)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        if (Decoded(text) is not null) return ["This script is already base64. Use plain text: Pockitect encodes it."];

        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var isLinux = LinuxStarts.Any(
            prefix => start.StartsWith(prefix, prefix.EndsWith(':') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        var isWindows = WindowsTags.Any(tag => text.Contains($"<{tag}>", StringComparison.OrdinalIgnoreCase))
            || start.StartsWith("version:", StringComparison.OrdinalIgnoreCase);
        return system switch
        {
            ImageSystem.Windows when isLinux =>
                ["Windows doesn't run scripts that start with '#'. Put PowerShell between <powershell> and </powershell>."],
            ImageSystem.Linux when isWindows && !isLinux =>
                [
                    "Linux doesn't run <powershell> or <script> blocks. Start the script with a line such as #!/bin/bash, or use a "
                        + "Windows image.",
                ],
            ImageSystem.Windows => Windows(text, isWindows),
            _ when isLinux => [.. Linux(text, start)],
            ImageSystem.Unknown when isWindows => Windows(text, isWindows),
            _ => [Unmarked(start)],
        };
    }

    private static IEnumerable<string> Linux(string text, string start)
    {
        if (text[0] == '\uFEFF')
            yield return "The script starts with a byte order mark, so cloud-init doesn't recognize it. Remove it.";
        else if (start.Length < text.Length)
            yield return $"The script starts with a blank line or a space, so cloud-init doesn't recognize '{FirstLine(start)}'. Move "
                + "that to the start.";
        if (!start.StartsWith("#!", StringComparison.Ordinal)) yield break;
        if (start.Contains('\r', StringComparison.Ordinal))
            yield return "The script has Windows line endings, so Linux can't find the interpreter. Use line feeds only.";
        if (!FirstLine(start)[2..].TrimStart().StartsWith('/'))
            yield return $"'{FirstLine(start)}' doesn't have the full path of an interpreter. Use a line such as #!/bin/bash.";
    }

    private static IReadOnlyList<string> Windows(string text, bool isMarked)
    {
        if (!isMarked)
        {
            return [
                "Windows runs only text between <powershell> and </powershell>, or <script> and </script>. Put the script between those.",
            ];
        }

        var open = WindowsTags.FirstOrDefault(tag => Count(text, $"<{tag}>") > Count(text, $"</{tag}>"));
        return open is null ? [] : [$"The <{open}> block is not closed, so Windows doesn't run it. Add </{open}> at the end."];
    }

    private static string Unmarked(string start) =>
        start.StartsWith("# cloud-config", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("cloud-config", StringComparison.OrdinalIgnoreCase)
            ? "cloud-init reads settings only if the first line is exactly #cloud-config."
            : "cloud-init doesn't run this. Start a script with a line such as #!/bin/bash, and settings with #cloud-config.";

    /// <summary>Returns the script that a base64 text encodes; null for any other text.</summary>
    private static string? Decoded(string text)
    {
        var packed = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var bytes = new byte[packed.Length];
        if (packed.Length < 8 || !Convert.TryFromBase64String(packed, bytes, out var count)) return null;
        var decoded = Encoding.UTF8.GetString(bytes, 0, count).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return LinuxStarts.Any(prefix => decoded.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || WindowsTags.Any(tag => decoded.StartsWith($"<{tag}>", StringComparison.OrdinalIgnoreCase)) ? decoded : null;
    }

    private static int Count(string text, string part) => text.ToUpperInvariant().Split(part.ToUpperInvariant()).Length - 1;

    /// <summary>Returns the first line, shortened for a message. It names a program and contains no secret.</summary>
    private static string FirstLine(string text) => MessageFormat.Value(text.Split('\r', '\n')[0]);
}
