using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints.Yaml;

/// <summary>What a plain scalar means: the core schema of YAML 1.2, in which yes, no and 22:22 are text.</summary>
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

    /// <summary>A whole number: decimal, 0o17 or 0x1F.</summary>
    public static BigInteger? Integer(string text)
    {
        // No setting of AWS has so many digits, and reading them takes quadratic time.
        if (text.Length > 40) return null;
        if (DecimalPattern().IsMatch(text)) return BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digitBits = OctalPattern().IsMatch(text) ? 3 : HexPattern().IsMatch(text) ? 4 : 0;
        if (digitBits == 0) return null;
        return text.Skip(2).Aggregate(BigInteger.Zero, (sum, digit) => (sum << digitBits) + Convert.ToInt32(digit.ToString(), 16));
    }

    /// <summary>A number that is not whole, by its form: 1.0 and 1e3 too.</summary>
    public static bool IsFloat(string text) => text.Length <= 400 && FloatPattern().IsMatch(text);

    public static JsonNode? ToJson(string text)
    {
        if (IsNull(text)) return null;
        if (Boolean(text) is { } flag) return JsonValue.Create(flag);
        if (Integer(text) is { } whole && whole >= long.MinValue && whole <= long.MaxValue) return JsonValue.Create((long)whole);
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
