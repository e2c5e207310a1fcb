using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints;

/// <summary>Names in a blueprint, which become logical IDs.</summary>
public static partial class Names
{
    /// <summary>1 to 40 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen.</summary>
    public const string Pattern = "[a-z]([a-z0-9-]{0,38}[a-z0-9])?";

    /// <summary>The rule as the end of a sentence.</summary>
    public const string Needs = "needs 1 to 40 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen";

    /// <summary>Whether the text is a valid name, and so a valid file name.</summary>
    public static bool IsName(string text) => Whole().IsMatch(text);

    [GeneratedRegex($@"\A{Pattern}\z")]
    private static partial Regex Whole();
}
