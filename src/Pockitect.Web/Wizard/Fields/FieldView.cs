using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>The input for a setting.</summary>
public enum FieldInput
{
    Line,
    Lines,
    Select,
    Check,

    /// <summary>A checkbox per name.</summary>
    Checks,
}

/// <summary>An option of a select.</summary>
public sealed record FieldOption(string Value, string Text);

/// <summary>The content of a form field, computed from the blueprint's text.</summary>
public sealed record FieldView
{
    public static readonly FieldView None = new() { Label = "", Input = FieldInput.Line, Text = "" };

    // Longer texts would clutter a form with hundreds of fields.
    private const int RowsAtMost = 14;

    public required string Label { get; init; }

    public required FieldInput Input { get; init; }

    /// <summary>The value in the text, or the default for a select.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<string> Lines { get; init; } = [];

    public IReadOnlyList<FieldOption> Options { get; init; } = [];

    public string? Placeholder { get; init; }

    /// <summary>The ID of the list of suggestions; null for none.</summary>
    public string? DataList { get; init; }

    /// <summary>The implied value of an unset setting: a checked, disabled box. Null for none.</summary>
    public string? Implied { get; init; }

    public string Help { get; init; } = "";

    public bool IsFixed { get; init; }

    public IReadOnlyList<BlueprintProblem> Problems { get; init; } = [];

    internal IReadOnlyList<StartUpScript> Scripts { get; init; } = [];

    public bool IsWide => Input is FieldInput.Lines or FieldInput.Checks;

    public int Rows => Math.Clamp(Text.Split('\n').Length + 1, 2, RowsAtMost);

    /// <summary>Two views with the same key look the same.</summary>
    internal string Key => string.Join('\n', [
        Text,
        Help,
        $"{Input}{IsFixed}{DataList}{Scripts.Count}{Implied}",
        .. Lines,
        .. Options.Select(option => option.Value),
        .. Problems.Select(problem => problem.Message)]);

    public static FieldView Of(BlueprintField field, string path, FormContext form)
    {
        var tree = form.Tree;
        var node = tree.Find(path);
        var names = BlueprintNames.ListOf(field.Path) is { } list ? tree.NamesIn(list) : null;
        var lines = node is JsonArray items
            ? [.. items.Select(item => BlueprintTree.Text(item) ?? "")]
            : BlueprintTree.Text(node) is { } single ? [single]
            : (IReadOnlyList<string>)[];
        var written = BlueprintTree.Text(node);
        var input = InputOf(field, names);
        var text = field.Kind is FieldKind.Texts ? string.Join('\n', lines)
            : input is FieldInput.Select or FieldInput.Check ? written ?? BlueprintTree.Text(field.Default) ?? ""
            : written ?? "";
        var choices = form.Choices.GetValueOrDefault(field.Path);
        return new FieldView
        {
            Label = FieldText.Label(field.Path),
            Input = input,
            Text = text,
            Lines = lines,
            Implied = node is null && names is [var first, ..] && BlueprintNames.IsFirstByDefault(field.Path) ? first : null,
            Options = OptionsOf(field, input, text, lines, names),
            Placeholder = BlueprintTree.Text(field.Default) is { Length: > 0 } usual ? usual : null,
            DataList = choices is { Items.Count: > 0 } ? ListId(field.Path) : null,
            IsFixed = FormFields.IsFixed(field) && form.Draft.Now.At(path).All(problem => problem.Severity is not Severity.Error),
            Problems = [.. form.Draft.Now.At(path)],
            Scripts = field.Path == "compute.instances[].user_data"
                ? StartUpScripts.For(tree.TextAt($"{path[..path.LastIndexOf('.')]}.image") ?? "amazon-linux-2023")
                : [],
            Help = string.Join(' ', HelpOf(field, input, text, choices)),
        };
    }

    public static string ListId(string field) => $"choices-{FormContext.IdOf(field)}";

    private static FieldInput InputOf(BlueprintField field, IReadOnlyList<string>? names) => (field.Kind, names) switch
    {
        (FieldKind.Texts, not null) => FieldInput.Checks,
        (FieldKind.Texts, _) => FieldInput.Lines,
        (_, not null) or (FieldKind.Choice, _) => FieldInput.Select,
        (FieldKind.YesNo, _) => field.Default is null ? FieldInput.Select : FieldInput.Check,
        _ => field.IsLong ? FieldInput.Lines : FieldInput.Line,
    };

    private static List<FieldOption> OptionsOf(
        BlueprintField field, FieldInput input, string text, IReadOnlyList<string> lines, IReadOnlyList<string>? names)
    {
        if (input is not (FieldInput.Select or FieldInput.Checks)) return [];
        List<FieldOption> options = names is not null
            ? [.. names.Distinct(StringComparer.Ordinal).Select(name => new FieldOption(name, name))]
            : field.Kind is FieldKind.YesNo ? [new("true", "yes"), new("false", "no")]
            : [.. field.Choices.Select(choice => new FieldOption(choice.Value, choice.Value.Replace('_', ' ')))];
        // An invalid value in the text is shown, too.
        IEnumerable<string> strangers = input is FieldInput.Checks ? lines : [text];
        options.AddRange(
            strangers.Where(value => value.Length > 0 && options.TrueForAll(option => option.Value != value))
                .Select(value => new FieldOption(value, $"{value} (not found)"))
                .ToList());
        if (input is FieldInput.Select && (field.Default is null || text.Length == 0))
            options.Insert(0, new FieldOption("", field.IsRequired ? "choose …" : HasUsual(field) ? "by default" : "none"));
        return options;
    }

    /// <summary>Whether an unset value still has an effect, according to its declaration.</summary>
    private static bool HasUsual(BlueprintField field) => field.Summary?.Contains("by default", StringComparison.OrdinalIgnoreCase) is true;

    private static IEnumerable<string> HelpOf(BlueprintField field, FieldInput input, string text, Pockitect.Aws.ChoiceList? choices)
    {
        // The most important help first: without focus, only part of it is visible.
        var value = text.Length > 0 ? text : BlueprintTree.Text(field.Default);
        if (choices?.Items.FirstOrDefault(choice => choice.Value == value)?.MonthlyUsd is { } usd)
            yield return $"{value} costs about {PriceText.Usd(usd)} a month.";
        if (field.Summary is { } summary) yield return summary;
        if (field.Choices.FirstOrDefault(choice => choice.Value == text)?.Meaning is { } meaning)
            yield return $"{text.Replace('_', ' ')}: {meaning}";
        // An empty field shows its default itself.
        if (input is FieldInput.Line && text.Length > 0 && BlueprintTree.Text(field.Default) is { Length: > 0 } usual)
            yield return $"Default: {usual}.";
        if (input is FieldInput.Lines && field.Kind is FieldKind.Texts) yield return "One per line.";
        if (choices?.Note is { } note) yield return note;
    }
}
