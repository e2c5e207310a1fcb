namespace Pockitect.Core.Commands.Bus;

/// <summary>The total of a scan's parts.</summary>
public static class ScanTotals
{
    /// <summary>Adds up the results of the parts: <see cref="ScanComplete"/> or <see cref="Failed"/>.</summary>
    public static (ScanComplete Complete, Status Last) Of(IReadOnlyList<Status> ends)
    {
        var complete = ends.OfType<ScanComplete>().ToList();
        var sum = new ScanComplete(
            complete.Sum(part => part.Resources),
            complete.Sum(part => part.Regions),
            complete.SelectMany(part => part.Verdicts)
                .GroupBy(pair => pair.Key)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)));
        var failures = ends.OfType<Failed>().ToList();
        return (sum, failures.Count == 0
            ? new Completed($"{sum.Resources} resources found.")
            : failures[0] with { Failures = [.. failures.SelectMany(failure => failure.Failures).Distinct(StringComparer.Ordinal)] });
    }
}
