using System.Diagnostics;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Tests.Execution;

/// <summary>Makes a failing case smaller as long as it still fails, and writes the test that reproduces it.</summary>
internal static class LifeCycleShrinker
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Steps run in parallel, so a case that failed may pass when it is repeated.</summary>
    private const int Repetitions = 3;

    /// <summary>Makes the case smaller, for a minute at most.</summary>
    /// <param name="errorOf">Runs a case; returns how it failed, or null.</param>
    public static async Task<(LifeCycleCase Smallest, string Error)> ShrinkAsync(LifeCycleCase failing, string error, Func<LifeCycleCase, Task<string?>> errorOf)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            (LifeCycleCase Case, string Error)? smaller = null;
            foreach (var candidate in Smaller(failing))
            {
                if (Stopwatch.GetElapsedTime(began) > Longest) return (failing, error);
                for (var time = 0; time < Repetitions && smaller is null; time++)
                {
                    if (await errorOf(candidate) is { } found) smaller = (candidate, found);
                }

                if (smaller is not null) break;
            }

            if (smaller is not { } next) return (failing, error);
            (failing, error) = next;
        }
    }

    /// <summary>The source of a test that runs the case.</summary>
    public static string TestOf(LifeCycleCase failing, string name) =>
        $"""""
            [Fact]
            public Task {name}() => LifeCycleRun.RunAsync(LifeCycleCase.Parse("""
                {failing.ToJson().ReplaceLineEndings("\n        ")}
                """));

        """"";

    /// <summary>Cases with one thing less, the large steps first.</summary>
    private static IEnumerable<LifeCycleCase> Smaller(LifeCycleCase whole)
    {
        for (var index = whole.Turns.Count - 1; index >= 0; index--) yield return whole with { Turns = [.. whole.Turns.Where((_, at) => at != index)] };
        if (whole.Foreign.Count > 0) yield return whole with { Foreign = [] };
        foreach (var fewer in Fewer(whole.Deletion)) yield return whole with { Deletion = fewer };
        for (var index = 0; index < whole.Turns.Count; index++)
        {
            foreach (var turn in Smaller(whole.Turns[index])) yield return whole with { Turns = [.. whole.Turns.Select((other, at) => at == index ? turn : other)] };
        }

        for (var index = 0; index < whole.Foreign.Count; index++) yield return whole with { Foreign = [.. whole.Foreign.Where((_, at) => at != index)] };
    }

    private static IEnumerable<Turn> Smaller(Turn turn)
    {
        foreach (var fewer in Fewer(turn.Disturbances)) yield return turn with { Disturbances = fewer };
        foreach (var resource in turn.Desired) yield return turn with { Desired = Without(turn.Desired, resource.LogicalId) };
        if (turn.Undoes) yield return turn with { Undoes = false };
        if (turn.Redeploys.Count > 0) yield return turn with { Redeploys = new HashSet<int>() };
    }

    /// <summary>None, either half, without those of one command, and without each one.</summary>
    private static IEnumerable<IReadOnlyList<Disturbance>> Fewer(IReadOnlyList<Disturbance> all)
    {
        if (all.Count == 0) yield break;
        yield return [];
        if (all.Count == 1) yield break;
        yield return [.. all.Take(all.Count / 2)];
        yield return [.. all.Skip(all.Count / 2)];
        foreach (var command in all.Select(each => each.Command).Distinct()) yield return [.. all.Where(each => each.Command != command)];
        // One by one only when few are left: each is a run.
        if (all.Count > 12) yield break;
        foreach (var one in all) yield return [.. all.Where(each => each != one)];
    }

    /// <summary>The resources without one, and without those that refer to it.</summary>
    private static List<Desired> Without(IReadOnlyList<Desired> desired, string logicalId)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal) { logicalId };
        int before;
        do
        {
            before = gone.Count;
            gone.UnionWith(desired
                .Where(resource => SpecTree.Edges(resource.Spec).Any(edge => edge.Target is RefTarget.Named named && gone.Contains(named.LogicalId)))
                .Select(resource => resource.LogicalId));
        }
        while (gone.Count > before);
        return [.. desired.Where(resource => !gone.Contains(resource.LogicalId))];
    }
}
