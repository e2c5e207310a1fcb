namespace Pockitect.Aws;

/// <summary>One value that a setting could have.</summary>
/// <param name="About">What tells it from the others: a name, zones, a range.</param>
/// <param name="MonthlyUsd">What it costs by the month, by the list that comes with this version; null where that is not known.</param>
public sealed record Choice(string Value, string? About = null, decimal? MonthlyUsd = null);

/// <summary>The values to choose from.</summary>
/// <param name="Note">Why they are not what AWS has, as a sentence; null where they are.</param>
public sealed record ChoiceList(IReadOnlyList<Choice> Items, string? Note = null)
{
    public static readonly ChoiceList Empty = new([]);
}
