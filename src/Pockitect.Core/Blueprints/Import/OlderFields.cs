using System.Globalization;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>The fields of an older file, each of which is either used or told of; none can be forgotten.</summary>
internal sealed class OlderFields
{
    private readonly Dictionary<string, string?> _leaves = [];
    private readonly HashSet<string> _used = [];
    private readonly List<ImportNote> _notes = [];
    private readonly List<string> _settled = [];

    public OlderFields(YamlNode root) => Collect(root, "");

    /// <summary>The field's text, or null where it is missing, null or empty. A text that is given out is used.</summary>
    public string? Take(string path)
    {
        if (!_leaves.TryGetValue(path, out var text) || string.IsNullOrEmpty(text)) return null;
        _used.Add(path);
        return text;
    }

    /// <summary>The field's text without using it.</summary>
    public string? Peek(string path) => _leaves.GetValueOrDefault(path);

    public int Count(string list) => Enumerable.Range(0, int.MaxValue).TakeWhile(i => Has(BlueprintPath.Join(list, i))).Count();

    public bool Has(string path) => _leaves.Keys.Any(leaf => leaf == path || leaf.StartsWith(path + ".", StringComparison.Ordinal) || leaf.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>The field is there and not empty.</summary>
    public bool HasText(string path) => !string.IsNullOrEmpty(Peek(path));

    /// <summary>The fields that nobody has used yet and that fit.</summary>
    public IReadOnlyList<string> Where(Func<string, bool> fits) => [.. _leaves.Keys.Where(path => !_used.Contains(path) && fits(path))];

    public void Note(string path, string message) => Note([path], message);

    /// <summary>Tells of fields; those are used then. Fields that the file does not have are left out.</summary>
    public void Note(IEnumerable<string> paths, string message)
    {
        var found = paths.Where(_leaves.ContainsKey).ToList();
        if (found.Count == 0) return;
        _used.UnionWith(found);
        _notes.Add(new ImportNote(found, message));
    }

    /// <summary>Fields that lose nothing by being left out, so that there is nothing to tell.</summary>
    public void Settle(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(_leaves.ContainsKey))
        {
            _used.Add(path);
            _settled.Add(path);
        }
    }

    /// <summary>The fields that were settled.</summary>
    public IReadOnlyList<string> Settled => _settled;

    /// <summary>All fields of a part of the file.</summary>
    public IReadOnlyList<string> In(string section) => Where(path => path.StartsWith(section + ".", StringComparison.Ordinal));

    /// <summary>The person went past this part, so that the older version made nothing of it.</summary>
    public bool IsSkipped(string section)
    {
        if (Peek($"{section}.status") is not "skipped") return false;
        Settle(In(section));
        return true;
    }

    public int? Number(string path)
    {
        if (Take(path) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        Note(path, $"Not carried over: '{MessageFormat.Value(text)}' is no whole number.");
        return null;
    }

    public void NoteAll(Func<string, bool> which, string message) => Note(_leaves.Keys.Where(path => !_used.Contains(path) && which(path)).ToList(), message);

    /// <summary>All notes, those about fields that nobody asked for last.</summary>
    public IReadOnlyList<ImportNote> Notes()
    {
        NoteAll(_ => true, "Not carried over: this version has no such setting. Look its meaning up before you deploy.");
        return _notes;
    }

    private void Collect(YamlNode node, string path)
    {
        switch (node.Value)
        {
            case YamlMap { Entries.Count: > 0 } map:
                foreach (var entry in map.Entries) Collect(entry.Value, BlueprintPath.Join(path, entry.Key.Text));
                break;
            case YamlList { Items.Count: > 0 } list:
                for (var i = 0; i < list.Items.Count; i++) Collect(list.Items[i], BlueprintPath.Join(path, i));
                break;
            case YamlScalar scalar:
                _leaves[path] = scalar.IsNull ? null : scalar.Text;
                break;
            default:
                _leaves[path] = null;
                break;
        }
    }
}
