namespace Pockitect.Core.Text;

/// <summary>A place in a text, both numbers from 1; 0 where there is no text.</summary>
/// <remarks>Not a structure: dictionaries of a structure that is ours can't be compiled ahead, and every start would compile them.</remarks>
public sealed record Position(int Line, int Column)
{
    public static Position None { get; } = new(0, 0);
}
