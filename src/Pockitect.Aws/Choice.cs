namespace Pockitect.Aws;

/// <summary>A possible value of a setting.</summary>
/// <param name="About">What distinguishes it: a name, zones, a range.</param>
/// <param name="MonthlyUsd">The monthly price from the built-in list; null if unknown.</param>
public sealed record Choice(string Value, string? About = null, decimal? MonthlyUsd = null);

/// <summary>The values to choose from.</summary>
/// <param name="Note">Why they are not from AWS, as a sentence; null if they are.</param>
public sealed record ChoiceList(IReadOnlyList<Choice> Items, string? Note = null)
{
    public static readonly ChoiceList Empty = new([]);
}
