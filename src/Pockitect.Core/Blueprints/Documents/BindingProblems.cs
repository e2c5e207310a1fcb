using Pockitect.Core.Faults;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>The place of a value: its path, its name in messages, and its key's position.</summary>
internal sealed record ValuePlace(string Path, string Label, Position Position);

/// <summary>Collects what doesn't match the shape of a blueprint, as messages with positions.</summary>
internal sealed class BindingProblems
{
    /// <summary>The maximum number of problems to report. A file that is no blueprint has one per line.</summary>
    public const int Max = 500;

    /// <summary>The maximum number of known keys to list.</summary>
    private const int MaxKeys = 12;

    private readonly List<BlueprintProblem> _all = [];

    public IReadOnlyList<BlueprintProblem> All => _all;

    private bool IsFull => _all.Count > Max;

    public void Add(Position at, string path, string message)
    {
        if (!IsFull) _all.Add(new BlueprintProblem(Severity.Error, at.Line, at.Column, path, message));
    }

    /// <summary>Adds that a value doesn't match.</summary>
    /// <param name="needs">What the value needs to be, after its name.</param>
    /// <param name="hint">A sentence that helps, after a space; empty without one.</param>
    /// <returns>Null: the value is unknown.</returns>
    public object? Unfit(YamlNode node, ValuePlace place, string needs, string hint = "")
    {
        var kind = MessageFormat.IsSecret(place.Label) ? "something else" : Kind(node);
        return Unfit(node.Position, place.Path, $"'{place.Label}' {needs}; got {kind}.{hint}");
    }

    /// <inheritdoc cref="Unfit(YamlNode, ValuePlace, string, string)"/>
    public object? Unfit(Position at, string path, string message)
    {
        Add(at, path, message);
        return null;
    }

    /// <summary>Adds that a key is unknown, with the key that was probably meant.</summary>
    public void UnknownKey(YamlScalar key, ValuePlace place, IEnumerable<string> known)
    {
        if (IsFull) return;
        var names = known.ToList();
        var hint = Spelling.Hint(key.Text, names);
        if (hint.Length == 0)
        {
            hint = names.Count <= MaxKeys
                ? $" Known keys: {MessageFormat.List(names)}."
                : " Remove it, or find the right name in the reference.";
        }

        var what = MessageFormat.IsSecret(key.Text) ? " Blueprints never contain secrets: AWS generates and stores them." : hint;
        Add(
            key.Position,
            BlueprintPath.Join(place.Path, key.Text),
            $"Unknown key '{MessageFormat.Whole(key.Text)}' in {place.Label}.{what}");
    }

    /// <summary>Returns what a node is, in words.</summary>
    public static string Kind(YamlNode node) => node.Value switch
    {
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"'{MessageFormat.Value(scalar.Text)}'",
        YamlList => "a list",
        _ => "a group of settings",
    };
}
