namespace Pockitect.Core.Commands.Bus;

/// <summary>What the parts of a scan come to together.</summary>
public static class ScanTotals
{
    /// <summary>Adds up how the parts ended; each is a <see cref="ScanComplete"/>, or a <see cref="Failed"/>.</summary>
    public static (ScanComplete Complete, Status Last) Of(IReadOnlyList<Status> ends)
    {
        var complete = ends.OfType<ScanComplete>().ToList();
        var sum = new ScanComplete(
            complete.Sum(part => part.Resources),
            complete.Sum(part => part.Regions),
            complete.SelectMany(part => part.Verdicts).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)));
        var failures = ends.OfType<Failed>().ToList();
        return (sum, failures.Count == 0
            ? new Completed($"{sum.Resources} resources seen.")
            : failures[0] with { Failures = [.. failures.SelectMany(failure => failure.Failures).Distinct(StringComparer.Ordinal)] });
    }
}
