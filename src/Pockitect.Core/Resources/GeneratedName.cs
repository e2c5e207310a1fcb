using System.Text.RegularExpressions;

namespace Pockitect.Core.Resources;

/// <summary>The names that resources get which must have one and were given none: from the project, the resource and what made it.</summary>
public static partial class GeneratedName
{
    /// <summary>So long that the whole name fits every AWS service.</summary>
    private const int MaxReadable = 54;

    /// <summary>What no name of a security group (sg-), a parameter (aws, ssm) or a bucket may begin with.</summary>
    private static readonly string[] Reserved = ["sg-", "aws", "ssm", "sthree-", "amzn-s3-demo-"];

    /// <param name="project">The project's slug.</param>
    /// <param name="logicalId">The resource's name in the project.</param>
    /// <param name="token">Eight hexadecimal digits or more, of which the first eight make the name unlike all others.</param>
    public static string Of(string project, string logicalId, string token) => $"{Readable(project, logicalId)}-{token[..8]}";

    /// <summary>Whether a name is one of these, whatever operation made it.</summary>
    public static bool Is(string name, string project, string logicalId) =>
        IsOf(name, Readable(project, logicalId)) || IsOf(name, Short($"{project}-{logicalId}"));

    private static bool IsOf(string name, string readable) =>
        name.StartsWith(readable, StringComparison.Ordinal) && TokenPattern().IsMatch(name[readable.Length..]);

    private static string Readable(string project, string logicalId)
    {
        var fitted = Fitted($"{project}-{logicalId}");
        return Short(Reserved.Any(prefix => fitted.StartsWith(prefix, StringComparison.Ordinal)) ? $"p-{fitted}" : fitted);
    }

    private static string Short(string name) => name.Length > MaxReadable ? name[..MaxReadable].TrimEnd('-') : name;

    /// <summary>Lower case, as buckets want it, and no two hyphens in a row, which RDS refuses.</summary>
    private static string Fitted(string name) => HyphensPattern().Replace(name.ToLowerInvariant(), "-").TrimEnd('-');

    [GeneratedRegex("-{2,}")]
    private static partial Regex HyphensPattern();

    [GeneratedRegex("^-[0-9a-f]{8}\\z")]
    private static partial Regex TokenPattern();
}
