using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>Where in the text each value of a blueprint stands.</summary>
public sealed class BlueprintPositions
{
    private readonly Dictionary<string, Position> _known = [];

    /// <summary>For a blueprint that no text holds: every problem is at 0:0.</summary>
    public static BlueprintPositions None { get; } = new();

    /// <summary>The value's place, or that of the nearest collection around it.</summary>
    public Position Find(string path)
    {
        for (var at = path; at is not null; at = BlueprintPath.Parent(at))
        {
            if (_known.TryGetValue(at, out var position)) return position;
        }

        return Position.None;
    }

    /// <summary>A value stands in the text; what is left out has its default, and no place of its own.</summary>
    public bool IsWritten(string path) => _known.ContainsKey(path);

    internal void Add(string path, Position position) => _known[path] = position;
}
