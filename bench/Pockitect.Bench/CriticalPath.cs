using Pockitect.Core.Planning;

namespace Pockitect.Bench;

/// <summary>The chain of steps, each waiting for the one before, whose calls take longest together.</summary>
/// <param name="Steps">From the first to the last.</param>
internal sealed record CriticalPath(IReadOnlyList<Step> Steps, TimeSpan Length)
{
    public static CriticalPath Of(Plan plan, Func<Step, TimeSpan> busy)
    {
        var ends = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var before = new Dictionary<string, string?>(StringComparer.Ordinal);
        // Steps stand behind those that they wait for.
        foreach (var step in plan.Steps)
        {
            before[step.Id] = step.After.MaxBy(earlier => ends[earlier]);
            ends[step.Id] = busy(step) + (before[step.Id] is { } latest ? ends[latest] : TimeSpan.Zero);
        }

        var byId = plan.Steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var chain = new List<Step>();
        for (var id = plan.Steps.MaxBy(step => ends[step.Id])?.Id; id is not null; id = before[id]) chain.Add(byId[id]);
        chain.Reverse();
        return new CriticalPath(chain, ends.Values.DefaultIfEmpty(TimeSpan.Zero).Max());
    }
}
