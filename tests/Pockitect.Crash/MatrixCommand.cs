using System.Diagnostics;
using System.Globalization;
using Pockitect.Testing;

namespace Pockitect.Crash;

/// <summary><c>matrix</c>: goes through the points of one kind, and writes what came of them as Markdown.</summary>
internal static class MatrixCommand
{
    /// <summary>The largest sample of those that need nothing an empty account does not have.</summary>
    public const string Sample = "high-availability";

    public const string Region = "eu-west-1";

    private const int MaxLines = 5;
    private const int MaxWidth = 200;

    public static async Task<int> RunAsync(MatrixOptions options, CancellationToken ct)
    {
        var sandboxes = await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => SandboxProcess.StartAsync(ct)));
        try
        {
            var began = Stopwatch.GetTimestamp();
            var undisturbed = await Undisturbed.DeployAsync(sandboxes[0], Sample, Region, ct);
            var all = undisturbed.Points(options.Kind, options.Then);
            var points = options.Sample is { } count ? Matrix.Sample(all, count, options.Seed) : all;
            if (options.Again) points = Matrix.Again(points);
            var outcomes = await new Matrix(undisturbed, options.Keep)
                .RunAsync(sandboxes, points, outcome => TellTrouble(outcome, options.Keep), ct);
            Write(options, undisturbed, all.Count, outcomes, Stopwatch.GetElapsedTime(began));
            return outcomes.All(outcome => outcome.IsFine) ? 0 : 1;
        }
        finally
        {
            foreach (var sandbox in sandboxes) await sandbox.DisposeAsync();
        }
    }

    /// <summary>The one line that says how it went.</summary>
    public static string Summary(IReadOnlyCollection<Outcome> outcomes) => string.Create(
        CultureInfo.InvariantCulture,
        $"{outcomes.Count} points: {outcomes.Count(outcome => outcome.IsFine)} finished, {outcomes.Sum(outcome => outcome.Orphans.Count)} orphans, {outcomes.Sum(outcome => outcome.Duplicates.Count)} duplicates, {outcomes.Sum(outcome => outcome.Questions)} questions");

    private static void TellTrouble(Outcome outcome, string keep)
    {
        if (outcome.IsFine) return;
        foreach (var line in outcome.Lines().Take(MaxLines)) Console.Error.WriteLine(line.Length > MaxWidth ? line[..MaxWidth] + " …" : line);
        Console.Error.WriteLine($"  all of it, and its data folder, in {keep}");
    }

    private static void Write(MatrixOptions options, Undisturbed undisturbed, int all, IReadOnlyList<Outcome> outcomes, TimeSpan took)
    {
        var culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"## {options.Kind.ToString().ToLowerInvariant()}, then {options.Then}{(options.Again ? $" killed as well, then {options.Then}" : "")}"));
        Console.WriteLine();
        Console.WriteLine(string.Create(
            culture,
            $"Sample `{undisturbed.Sample}`: {undisturbed.After.Settings.Count} resources, {undisturbed.Sent.Count} changing calls; {outcomes.Count} of {all} points, in {took.TotalSeconds:0} s."));
        if (options.Kind is not Kind.Kill) WriteFollowed(options, outcomes);
        if (options.Again)
            Console.WriteLine(string.Create(culture, $"The {options.Then} was killed at {outcomes.Count(outcome => outcome.WasKilledAgain)} of them; at the others it had ended before."));
        Console.WriteLine();
        foreach (var group in outcomes.GroupBy(outcome => outcome.Point.Moment).Where(group => group.Key is not null).OrderBy(group => group.Key))
            Console.WriteLine($"- {group.Key}: {Summary([.. group])}");
        Console.WriteLine();
        Console.WriteLine($"**{Summary(outcomes)}**");
        Console.WriteLine();
    }

    private static void WriteFollowed(MatrixOptions options, IReadOnlyList<Outcome> outcomes)
    {
        var followed = outcomes.Where(outcome => outcome.WasFollowed).GroupBy(outcome => outcome.Point.Call.Action).ToList();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"The deploy ended well by itself at {outcomes.Count(outcome => !outcome.WasFollowed)} of them"));
        Console.WriteLine(followed.Count == 0
            ? "."
            : $"; one `{options.Then}` followed at {string.Join(", ", followed.Select(group => $"{group.Key} ({group.Count()})"))}.");
    }
}
