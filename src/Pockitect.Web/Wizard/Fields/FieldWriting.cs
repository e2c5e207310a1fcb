using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>Writes field values into the blueprint's text. Any input is written; the reader reports errors.</summary>
internal static class FieldWriting
{
    /// <param name="isTyping">
    /// Whether more input may follow: an empty field keeps its line and comment, and a list keeps an empty last line.
    /// </param>
    /// <returns>Why the text can't be edited, or null.</returns>
    public static string? Write(BlueprintDraft draft, BlueprintField field, string path, string typed, bool isTyping)
    {
        if (field.Kind is FieldKind.Texts) return draft.Set(path, Lines(field, typed, isTyping), path);
        // Other settings may refer to a name.
        if (field.Key == "name" && BlueprintNames.Fields.Any(other => $"{BlueprintNames.ListOf(other)}[].name" == field.Path))
            return draft.Change(text => BlueprintNames.Rename(text, path, typed), path);
        var isWritten = draft.Now.Tree?.Find(path) is not null;
        if (typed.Length == 0 && !isWritten) return null;
        return draft.Set(path, typed.Length == 0 && !isTyping && !field.IsRequired ? null : Value(field, typed), path);
    }

    /// <summary>Sets an option; the empty option restores the default.</summary>
    public static string? Choose(BlueprintDraft draft, BlueprintField field, string path, string value) =>
        draft.Set(path, value.Length == 0 ? null : field.Kind is FieldKind.YesNo && bool.TryParse(value, out var yes) ? yes : value);

    /// <summary>Adds a name to a list or removes it. Removing the last name removes the list, which restores the default.</summary>
    public static string? Choose(BlueprintDraft draft, string path, IReadOnlyList<string> names, string name, bool isMember)
    {
        List<string> members = [.. names.Where(other => other != name), .. isMember ? (string[])[name] : []];
        return draft.Set(path, members.Count == 0 ? null : new JsonArray([.. members.Select(member => (JsonNode)member)]));
    }

    private static JsonNode Value(BlueprintField field, string typed) =>
        field.Kind is FieldKind.Number && int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : typed;

    private static JsonArray? Lines(BlueprintField field, string typed, bool isTyping)
    {
        var lines = typed.Split('\n').Select(line => isTyping ? line : line.Trim()).Where(line => isTyping || line.Length > 0).ToList();
        return lines.Count == 0 && !field.IsRequired ? null : new JsonArray([.. lines.Select(line => (JsonNode)line)]);
    }
}
