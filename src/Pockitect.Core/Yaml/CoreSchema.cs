using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pockitect.Core.Yaml;

/// <summary>The meaning of a plain scalar in the YAML 1.2 core schema, where yes, no and 22:22 are text.</summary>
/// <seealso href="https://yaml.org/spec/1.2.2/#103-core-schema"/>
internal static partial class CoreSchema
{
    public static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    public static bool? Boolean(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>
    /// Parses a whole number: decimal, 0o17 or 0x1F. Numbers beyond 64 bits become the largest or smallest; no AWS setting is that large.
    /// </summary>
    // Not BigInteger, whose code every start would have to load.
    public static long? Integer(string text)
    {
        if (DecimalPattern().IsMatch(text))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                : text[0] == '-' ? long.MinValue : long.MaxValue;
        }

        var digitBits = OctalPattern().IsMatch(text) ? 3 : HexPattern().IsMatch(text) ? 4 : 0;
        if (digitBits == 0) return null;
        var sum = 0L;
        foreach (var digit in text.AsSpan(2))
        {
            if (sum > long.MaxValue >> digitBits) return long.MaxValue;
            sum = (sum << digitBits) + (char.IsAsciiDigit(digit) ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10);
        }

        return sum;
    }

    /// <summary>Whether the text has the form of a non-integer number, including 1.0 and 1e3.</summary>
    public static bool IsFloat(string text) => text.Length <= 400 && FloatPattern().IsMatch(text);

    public static JsonNode? ToJson(string text)
    {
        if (IsNull(text)) return null;
        if (Boolean(text) is { } flag) return JsonValue.Create(flag);
        if (Integer(text) is { } whole and > long.MinValue and < long.MaxValue) return JsonValue.Create(whole);
        return IsFloat(text) && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"^0o[0-7]+\z")]
    private static partial Regex OctalPattern();

    [GeneratedRegex(@"^0x[0-9a-fA-F]+\z")]
    private static partial Regex HexPattern();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex FloatPattern();
}
