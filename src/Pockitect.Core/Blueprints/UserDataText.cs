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

/// <summary>Says why a first-start script would not run. Nobody would hear of it: the instance starts all the same.</summary>
/// <seealso href="https://cloudinit.readthedocs.io/en/latest/explanation/format.html"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html"/>
public static class UserDataText
{
    private static readonly string[] LinuxStarts =
        ["#!", "#cloud-config", "#cloud-boothook", "#include", "#part-handler", "#upstart-job", "## template: jinja", "Content-Type:", "MIME-Version:"];

    private static readonly string[] WindowsTags = ["powershell", "script"];

    /// <summary>What is wrong with the script, each as one or two sentences. Returns an empty list if it would run.</summary>
    public static IReadOnlyList<string> Findings(string text, ImageSystem system)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        if (Decoded(text) is not null) return ["This script is base64 already. Write it as it is: Pockitect encodes it."];

        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        var isLinux = LinuxStarts.Any(prefix => start.StartsWith(prefix, prefix.EndsWith(':') ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        var isWindows = WindowsTags.Any(tag => text.Contains($"<{tag}>", StringComparison.OrdinalIgnoreCase)) || start.StartsWith("version:", StringComparison.OrdinalIgnoreCase);
        return system switch
        {
            ImageSystem.Windows when isLinux => ["Windows runs no script that begins with '#'. Write PowerShell between <powershell> and </powershell>."],
            ImageSystem.Linux when isWindows && !isLinux => ["Linux runs no <powershell> or <script> block. Begin the script with a line such as #!/bin/bash, or use a Windows image."],
            ImageSystem.Windows => Windows(text, isWindows),
            _ when isLinux => [.. Linux(text, start)],
            ImageSystem.Unknown when isWindows => Windows(text, isWindows),
            _ => [Unmarked(start)],
        };
    }

    private static IEnumerable<string> Linux(string text, string start)
    {
        if (text[0] == '\uFEFF')
            yield return "The script begins with a byte order mark, so cloud-init doesn't see what it is. Remove it.";
        else if (start.Length < text.Length)
            yield return $"The script begins with a blank line or a space, so cloud-init doesn't see its '{FirstLine(start)}'. Let it begin with that.";
        if (!start.StartsWith("#!", StringComparison.Ordinal)) yield break;
        if (start.Contains('\r', StringComparison.Ordinal))
            yield return "The script's lines end with carriage returns, so Linux looks for an interpreter of another name. Use line feeds only.";
        if (!FirstLine(start)[2..].TrimStart().StartsWith('/'))
            yield return $"'{FirstLine(start)}' names no interpreter by its full path. Write a line such as #!/bin/bash.";
    }

    private static IReadOnlyList<string> Windows(string text, bool isMarked)
    {
        if (!isMarked) return ["Windows runs only what stands between <powershell> and </powershell>, or <script> and </script>. Put the script between those."];
        var open = WindowsTags.FirstOrDefault(tag => Count(text, $"<{tag}>") > Count(text, $"</{tag}>"));
        return open is null ? [] : [$"The <{open}> block is not closed, so Windows doesn't run it. Add </{open}> at its end."];
    }

    private static string Unmarked(string start) => start.StartsWith("# cloud-config", StringComparison.OrdinalIgnoreCase) || start.StartsWith("cloud-config", StringComparison.OrdinalIgnoreCase)
        ? "cloud-init reads settings only behind a first line that is exactly #cloud-config. Write it like that."
        : "cloud-init doesn't run this: a script needs a first line such as #!/bin/bash, and settings one that is #cloud-config. Add it.";

    /// <summary>The script that a base64 text stands for, or null for any other text.</summary>
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

    /// <summary>The first line, short enough for a message. It names a program and holds no secret.</summary>
    private static string FirstLine(string text) => MessageFormat.Value(text.Split('\r', '\n')[0]);
}
