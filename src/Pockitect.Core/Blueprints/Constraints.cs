using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>Describes violations of a property's validation attributes.</summary>
internal static class Constraints
{
    // Not the static Regex cache, whose code would be compiled at every start.
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    /// <summary>Returns the rest of the sentence after the property's name, or null. List items are checked one by one.</summary>
    public static string? Problem(ValidationAttribute constraint, object value)
    {
        var text = value as string;
        return constraint switch
        {
            RangeAttribute range when value is int number => range.IsValid(number) ? null
                : string.Create(CultureInfo.InvariantCulture, $"needs a number from {range.Minimum} to {range.Maximum}; got {number}."),
            RegularExpressionAttribute pattern when text is not null => PatternProblem(pattern, text),
            AllowedValuesAttribute allowed when value is int number => allowed.IsValid(number) ? null
                : string.Create(
                    CultureInfo.InvariantCulture, $"needs one of {string.Join(", ", allowed.Values.OfType<int>())}; got {number}."),
            AllowedValuesAttribute allowed when text is not null => allowed.IsValid(text) ? null : AllowedProblem(allowed, text),
            CidrAttribute cidr when text is not null =>
                cidr.Problem(text) is { } problem ? $"is '{MessageFormat.Value(text)}', which {problem}." : null,
            MaxLengthAttribute max when Length(value) is { } length && length.Count > max.Length =>
                string.Create(CultureInfo.InvariantCulture, $"takes at most {max.Length:N0} {length.Unit}; got {length.Count:N0}."),
            MinLengthAttribute min when Length(value) is { } length && length.Count < min.Length =>
                string.Create(CultureInfo.InvariantCulture, $"needs {min.Length:N0} or more {length.Unit}; got {length.Count:N0}."),
            _ => null,
        };
    }

    /// <summary>Whether the constraint applies to the list itself instead of its items.</summary>
    public static bool IsOfList(ValidationAttribute constraint) => constraint is MaxLengthAttribute or MinLengthAttribute;

    private static string? PatternProblem(RegularExpressionAttribute pattern, string text)
    {
        try
        {
            // The attribute's own check accepts empty text.
            if (Patterns.GetOrAdd(pattern.Pattern, Whole).IsMatch(text)) return null;
        }
        catch (RegexMatchTimeoutException)
        {
            // Text that takes this long to match doesn't fit the pattern.
        }

        return $"{pattern.ErrorMessage ?? $"needs text of the form {pattern.Pattern}"}; got '{MessageFormat.Value(text)}'.";
    }

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string AllowedProblem(AllowedValuesAttribute allowed, string text)
    {
        var values = allowed.Values.OfType<string>().ToList();
        return $"needs one of {MessageFormat.List(values)}; got '{MessageFormat.Value(text)}'.{Spelling.Hint(text, values)}";
    }

    private static (int Count, string Unit)? Length(object value) => value switch
    {
        string text => (text.Length, "characters"),
        ICollection list => (list.Count, "items"),
        _ => null,
    };
}
