namespace Pockitect.Core.Text;

/// <summary>A position in a text: line and column from 1, or 0 without a text.</summary>
/// <remarks>Not a struct: dictionaries of our own structs can't be precompiled, so every start would compile them.</remarks>
public sealed record Position(int Line, int Column)
{
    public static Position None { get; } = new(0, 0);
}
