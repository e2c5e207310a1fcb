using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;

namespace Pockitect.Web.Wizard;

/// <summary>How what is put into a field comes into the blueprint's text. Whatever is typed gets there; what is wrong with it the reader says.</summary>
internal static class FieldWriting
{
    /// <param name="isTyping">
    /// More may follow: an empty field keeps its line, with the comment on it, and an empty last line of a list is kept.
    /// </param>
    /// <returns>Why the text cannot be edited so, or null.</returns>
    public static string? Write(WizardSession desk, BlueprintField field, string path, string typed, bool isTyping)
    {
        if (field.Kind is FieldKind.Texts) return desk.Set(path, Lines(field, typed, isTyping), path);
        // What stands in a name is named elsewhere.
        if (field.Key == "name" && BlueprintNames.Fields.Any(other => $"{BlueprintNames.ListOf(other)}[].name" == field.Path))
            return desk.Change(text => BlueprintNames.Rename(text, path, typed), path);
        var isWritten = desk.Now.Tree?.Find(path) is not null;
        if (typed.Length == 0 && !isWritten) return null;
        return desk.Set(path, typed.Length == 0 && !isTyping && !field.IsRequired ? null : Value(field, typed), path);
    }

    /// <summary>One of a few words; none is the default.</summary>
    public static string? Choose(WizardSession desk, BlueprintField field, string path, string value) =>
        desk.Set(path, value.Length == 0 ? null : field.Kind is FieldKind.YesNo && bool.TryParse(value, out var yes) ? yes : value);

    /// <summary>A name comes into a list or leaves it; the list goes with its last name, so that the default is back.</summary>
    public static string? Choose(WizardSession desk, string path, IReadOnlyList<string> names, string name, bool isMember)
    {
        List<string> members = [.. names.Where(other => other != name), .. isMember ? (string[])[name] : []];
        return desk.Set(path, members.Count == 0 ? null : new JsonArray([.. members.Select(member => (JsonNode)member)]));
    }

    private static JsonNode Value(BlueprintField field, string typed) =>
        field.Kind is FieldKind.Number && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : typed;

    private static JsonArray? Lines(BlueprintField field, string typed, bool isTyping)
    {
        var lines = typed.Split('\n').Select(line => isTyping ? line : line.Trim()).Where(line => isTyping || line.Length > 0).ToList();
        return lines.Count == 0 && !field.IsRequired ? null : new JsonArray([.. lines.Select(line => (JsonNode)line)]);
    }
}
