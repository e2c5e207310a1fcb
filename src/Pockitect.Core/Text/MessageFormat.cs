using System.Text;
using System.Text.RegularExpressions;

namespace Pockitect.Core.Text;

/// <summary>Formats user values for messages: on one line, short, and never a complete secret.</summary>
public static partial class MessageFormat
{
    private const int MaxLength = 40;

    private const int MaxName = 120;

    private static readonly string[] SecretWords = ["password", "passwd", "secret", "token", "privatekey", "private_key", "credential"];

    public static string Value(string text) => Value(text, MaxLength);

    private static string Value(string text, int most)
    {
        var shown = new StringBuilder();
        // Long names have a digit or two; keys and tokens have many.
        var isName = most > MaxLength && text.Count(char.IsAsciiDigit) <= 3;
        foreach (var rune in (isName ? text : Masked(text.Length > 4 * most ? text[..(4 * most)] : text)).EnumerateRunes())
        {
            if (shown.Length >= most) return shown.Append('…').ToString();
            shown.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>Returns a name that readers must compare: cut only if it is absurdly long.</summary>
    public static string Whole(string text) => Value(text, MaxName);

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>Whether the key contains something that no message may repeat.</summary>
    public static bool IsSecret(string key) => SecretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    // Few names contain all three sorts, and loading the pattern takes longer than everything else here.
    private static string Masked(string text) =>
        Has(text, char.IsAsciiLetterLower) && Has(text, char.IsAsciiLetterUpper) && Has(text, char.IsAsciiDigit)
            ? SecretPattern().Replace(text, Mask)
            : text;

    private static bool Has(string text, Predicate<char> sort)
    {
        foreach (var c in text)
        {
            if (sort(c)) return true;
        }

        return false;
    }

    private static string Mask(Match match) => match.Value[..4] + "…";

    // A run of letters and digits this long, with all three sorts, is a key or a token.
    [GeneratedRegex(
        @"(?=[A-Za-z0-9/+_]*[a-z])(?=[A-Za-z0-9/+_]*[A-Z])(?=[A-Za-z0-9/+_]*[0-9])[A-Za-z0-9/+_]{20,}", RegexOptions.None, 1000)]
    private static partial Regex SecretPattern();
}
