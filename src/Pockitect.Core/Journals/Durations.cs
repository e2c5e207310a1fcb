using System.Collections.Concurrent;
using System.Text.Json;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Journals;

/// <summary>How long steps took on this computer, for the estimates of the next time. Losing it loses only estimates.</summary>
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

    /// <summary>What such a step usually takes, or null when none has been seen.</summary>
    public TimeSpan? Typical(Step step) =>
        _seconds.TryGetValue(Key(step), out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The longest chain of these steps, by what the same kinds of steps took before; null as long as one of them is unknown.</summary>
    /// <param name="steps">Each behind those it waits for; what is not among them has ended.</param>
    /// <param name="passed">For how long a step has been running; null where none has begun.</param>
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
        // The newest counts a third, so that a change of AWS's or of the network's pace shows after a few.
        _seconds.AddOrUpdate(Key(step), took.TotalSeconds, (_, known) => (known * 2 / 3) + (took.TotalSeconds / 3));

    public Task SaveAsync(CancellationToken ct) =>
        AtomicFile.WriteAsync(_path, JsonSerializer.Serialize(_seconds.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary()), ct);

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
            // Only estimates are lost: they are learned again, and the file is replaced.
            return [];
        }
    }
}
