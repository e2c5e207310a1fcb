using System.Text.RegularExpressions;

namespace Pockitect.Core.Resources;

/// <summary>The names that resources get which must have one and were given none: from the project, the resource and what made it.</summary>
public static partial class MadeUpName
{
    /// <summary>So long that the whole name fits every AWS service.</summary>
    private const int MaxReadable = 54;

    /// <param name="project">The project's slug.</param>
    /// <param name="logicalId">The resource's name in the project.</param>
    /// <param name="token">Eight hexadecimal digits or more, of which the first eight make the name unlike all others.</param>
    public static string Of(string project, string logicalId, string token) => $"{Readable(project, logicalId)}-{token[..8]}";

    /// <summary>Whether a name is one of these, whatever operation made it.</summary>
    public static bool Is(string name, string project, string logicalId) =>
        name.StartsWith(Readable(project, logicalId), StringComparison.Ordinal) && TokenPattern().IsMatch(name[Readable(project, logicalId).Length..]);

    private static string Readable(string project, string logicalId)
    {
        var readable = $"{project}-{logicalId}";
        return readable.Length > MaxReadable ? readable[..MaxReadable].TrimEnd('-') : readable;
    }

    [GeneratedRegex("^-[0-9a-f]{8}\\z")]
    private static partial Regex TokenPattern();
}
