using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>The position of each value of a blueprint in its text.</summary>
public sealed class BlueprintPositions
{
    private readonly Dictionary<string, Position> _known = [];

    /// <summary>The positions of a blueprint without text: every problem is at 0:0.</summary>
    public static BlueprintPositions None { get; } = new();

    /// <summary>Returns the position of a value, or of its nearest parent.</summary>
    public Position Find(string path)
    {
        for (var at = path; at is not null; at = BlueprintPath.Parent(at))
        {
            if (_known.TryGetValue(at, out var position)) return position;
        }

        return Position.None;
    }

    /// <summary>Whether a value is in the text. Omitted values have defaults and no position.</summary>
    public bool IsWritten(string path) => _known.ContainsKey(path);

    internal void Add(string path, Position position) => _known[path] = position;
}
