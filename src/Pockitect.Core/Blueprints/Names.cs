using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints;

/// <summary>The names that people give to the parts of a blueprint; they become logical ids.</summary>
public static partial class Names
{
    /// <summary>1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last.</summary>
    public const string Pattern = "[a-z]([a-z0-9-]{0,38}[a-z0-9])?";

    /// <summary>The same for a message, as the end of a sentence.</summary>
    public const string Needs = "needs 1 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last";

    /// <summary>Whether a text is such a name, and so can be a file's.</summary>
    public static bool IsName(string text) => Whole().IsMatch(text);

    [GeneratedRegex($@"\A{Pattern}\z")]
    private static partial Regex Whole();
}
