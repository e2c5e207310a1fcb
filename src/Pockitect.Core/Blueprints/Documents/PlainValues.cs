using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>The result of reading a plain value.</summary>
/// <param name="Value">Null if the text doesn't match.</param>
/// <param name="Needs">The expected value, as the middle of a sentence; null if the text matches.</param>
internal sealed record PlainValue(object? Value, string? Needs = null, string Hint = "")
{
    public static PlainValue Unfit(string needs, string hint = "") => new(null, needs, hint);
}

/// <summary>Reads texts, numbers, booleans and choices.</summary>
internal static class PlainValues
{
    public static PlainValue Read(YamlNode node, Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => Text(node),
        ShapeKind.Integer => Integer(node),
        ShapeKind.Boolean => Boolean(node),
        _ => Choice(node, shape),
    };

    private static PlainValue Text(YamlNode node) => node.Value switch
    {
        YamlScalar { IsNull: true } => PlainValue.Unfit("needs text; write \"\" for empty text"),
        YamlScalar scalar => new PlainValue(scalar.Text),
        _ => PlainValue.Unfit("needs text"),
    };

    private static PlainValue Integer(YamlNode node)
    {
        if (node.Value is not YamlScalar { IsPlain: true } scalar || CoreSchema.Integer(scalar.Text) is not { } number)
        {
            return PlainValue.Unfit(node.Value is YamlScalar { IsPlain: false } quoted && CoreSchema.Integer(quoted.Text) is not null
                ? "needs a whole number without quotes"
                : "needs a whole number");
        }

        return number >= int.MinValue && number <= int.MaxValue
            ? new PlainValue((int)number)
            : PlainValue.Unfit("needs a smaller whole number");
    }

    private static PlainValue Boolean(YamlNode node)
    {
        if (node.Value is YamlScalar { IsPlain: true } plain && CoreSchema.Boolean(plain.Text) is { } flag) return new PlainValue(flag);
        return PlainValue.Unfit(node.Value switch
        {
            YamlScalar { IsPlain: false } quoted when CoreSchema.Boolean(quoted.Text) is not null =>
                "needs true or false without quotes, which make it text",
            YamlScalar { IsPlain: true } word when Word(word.Text) is { } meant =>
                $"needs true or false; '{word.Text}' is text in YAML 1.2, so use {meant}",
            _ => "needs true or false",
        });

        static string? Word(string text) => text.ToUpperInvariant() switch
        {
            "YES" or "Y" or "ON" or "TRUE" => "true",
            "NO" or "N" or "OFF" or "FALSE" => "false",
            _ => null,
        };
    }

    private static PlainValue Choice(YamlNode node, Shape shape)
    {
        var names = KeyNames.Choices(shape).ToList();
        if (node.Value is YamlScalar scalar && names.IndexOf(scalar.Text) is >= 0 and var index)
            return new PlainValue(Enum.Parse(shape.ClrType, Enum.GetNames(shape.ClrType)[index]));
        return PlainValue.Unfit(
            $"needs one of {MessageFormat.List(names)}", node.Value is YamlScalar { Text: var text } ? Spelling.Hint(text, names) : "");
    }
}
