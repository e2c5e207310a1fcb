using System.Collections.Concurrent;
using System.Text.Json;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Journals;

/// <summary>The durations of past steps on this computer, for estimates. Losing the file loses only estimates.</summary>
public sealed class Durations
{
    /// <summary>No step takes longer than a week.</summary>
    private const double MostSeconds = 7 * 24 * 3600;

    private readonly string _path;
    private readonly ConcurrentDictionary<string, double> _seconds;

    public Durations(DataFolder folder)
    {
        _path = Path.Combine(folder.Cache, "durations.json");
        _seconds = new ConcurrentDictionary<string, double>(Read(_path));
    }

    /// <summary>Returns the usual duration of a step; null if unknown.</summary>
    public TimeSpan? Typical(Step step) =>
        _seconds.TryGetValue(Key(step), out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Returns the longest chain of these steps, from past durations; null if one is unknown.</summary>
    /// <param name="steps">Each after its dependencies. Steps that are not included have ended.</param>
    /// <param name="passed">How long a step has been running; null if it hasn't started.</param>
    public TimeSpan? Longest(IEnumerable<Step> steps, Func<Step, TimeSpan>? passed = null)
    {
        var ends = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (Typical(step) is not { } typical) return null;
            var spent = passed?.Invoke(step) ?? TimeSpan.Zero;
            var begins = step.After.Max(earlier => (TimeSpan?)ends.GetValueOrDefault(earlier)) ?? TimeSpan.Zero;
            ends[step.Id] = begins + (spent < typical ? typical - spent : TimeSpan.Zero);
        }

        return ends.Values.DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    public void Learn(Step step, TimeSpan took) =>
        // The newest value counts a third, so that changes of pace show after a few steps.
        _seconds.AddOrUpdate(Key(step), took.TotalSeconds, (_, known) => (known * 2 / 3) + (took.TotalSeconds / 3));

    public Task SaveAsync(CancellationToken ct) =>
        AtomicFile.WriteAsync(
            _path, JsonSerializer.Serialize(_seconds.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary()), ct);

    private static string Key(Step step) => $"{step.Kind} {step.Type.Name}";

    private static Dictionary<string, double> Read(string path)
    {
        try
        {
            return DataFile.ReadText(path) is { } text && JsonSerializer.Deserialize<Dictionary<string, double>>(text) is { } known
                ? known.Where(entry => entry.Value is >= 0 and <= MostSeconds).ToDictionary(StringComparer.Ordinal)
                : [];
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            // Only estimates are lost; the file is replaced.
            return [];
        }
    }
}
