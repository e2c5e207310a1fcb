using System.Globalization;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>The fields of an older file. Each one is either used or reported, so none can be forgotten.</summary>
internal sealed class OlderFields
{
    private readonly Dictionary<string, string?> _leaves = [];
    private readonly HashSet<string> _used = [];
    private readonly List<ImportNote> _notes = [];
    private readonly List<string> _settled = [];

    public OlderFields(YamlNode root) => Collect(root, "");

    /// <summary>Returns the field's text and marks it as used; null if it is missing, null or empty.</summary>
    public string? Take(string path)
    {
        if (!_leaves.TryGetValue(path, out var text) || string.IsNullOrEmpty(text)) return null;
        _used.Add(path);
        return text;
    }

    /// <summary>Returns the field's text without marking it as used.</summary>
    public string? Peek(string path) => _leaves.GetValueOrDefault(path);

    public int Count(string list) => Enumerable.Range(0, int.MaxValue).TakeWhile(i => Has(BlueprintPath.Join(list, i))).Count();

    public bool Has(string path) =>
        _leaves.Keys.Any(
            leaf => leaf == path
                || leaf.StartsWith(path + ".", StringComparison.Ordinal)
                || leaf.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>Whether the field exists and is not empty.</summary>
    public bool HasText(string path) => !string.IsNullOrEmpty(Peek(path));

    /// <summary>Returns unused fields that match.</summary>
    public IReadOnlyList<string> Where(Func<string, bool> fits) => [.. _leaves.Keys.Where(path => !_used.Contains(path) && fits(path))];

    public void Note(string path, string message) => Note([path], message);

    /// <summary>Reports fields and marks them as used. Missing fields are skipped.</summary>
    public void Note(IEnumerable<string> paths, string message)
    {
        var found = paths.Where(_leaves.ContainsKey).ToList();
        if (found.Count == 0) return;
        _used.UnionWith(found);
        _notes.Add(new ImportNote(found, message));
    }

    /// <summary>Marks fields that can be dropped without loss.</summary>
    public void Settle(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths.Where(_leaves.ContainsKey))
        {
            _used.Add(path);
            _settled.Add(path);
        }
    }

    /// <summary>The fields that were dropped without loss.</summary>
    public IReadOnlyList<string> Settled => _settled;

    /// <summary>Returns all fields of a part of the file.</summary>
    public IReadOnlyList<string> In(string section) => Where(path => path.StartsWith(section + ".", StringComparison.Ordinal));

    /// <summary>Whether the user skipped this part, so that the old version created nothing for it.</summary>
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
        Note(path, $"Not carried over: '{MessageFormat.Value(text)}' is not a whole number.");
        return null;
    }

    public void NoteAll(Func<string, bool> which, string message) =>
        Note(_leaves.Keys.Where(path => !_used.Contains(path) && which(path)).ToList(), message);

    /// <summary>Returns all notes. Those about unused fields come last.</summary>
    public IReadOnlyList<ImportNote> Notes()
    {
        NoteAll(_ => true, "Not carried over: this version doesn't have this setting. Check its meaning before you deploy.");
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
