using System.Text.RegularExpressions;

namespace Pockitect.Core.Resources.Values;

/// <summary>Generated names for resources that require one and were given none: from the project, the resource and the operation.</summary>
public static partial class GeneratedName
{
    /// <summary>The maximum length, which fits every AWS service.</summary>
    private const int MaxReadable = 54;

    /// <summary>Prefixes that are not allowed for security groups (sg-), parameters (aws, ssm) or buckets.</summary>
    private static readonly string[] Reserved = ["sg-", "aws", "ssm", "sthree-", "amzn-s3-demo-"];

    /// <param name="project">The project's slug.</param>
    /// <param name="logicalId">The resource's name in the project.</param>
    /// <param name="token">At least eight hexadecimal digits; the first eight make the name unique.</param>
    public static string Of(string project, string logicalId, string token) => $"{Readable(project, logicalId)}-{token[..8]}";

    /// <summary>Whether a name was generated, by any operation.</summary>
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

    /// <summary>Lowercase, as buckets require, and without double hyphens, which RDS rejects.</summary>
    private static string Fitted(string name) => HyphensPattern().Replace(name.ToLowerInvariant(), "-").TrimEnd('-');

    [GeneratedRegex("-{2,}")]
    private static partial Regex HyphensPattern();

    [GeneratedRegex("^-[0-9a-f]{8}\\z")]
    private static partial Regex TokenPattern();
}
