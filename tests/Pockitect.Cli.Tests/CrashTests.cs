using Pockitect.Crash;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>A sample of what <c>bench/crash</c> does in full: deploys of the largest sample that are killed or cut off, always at the same points.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // The points are waited for more than worked at: one of them has no network for half a minute.
    private const int Workers = 3;

    [Fact]
    public async Task One_command_after_a_crash_or_a_fault_gives_exactly_the_account_that_was_asked_for()
    {
        var ct = TestContext.Current.CancellationToken;
        var sandboxes = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => SandboxProcess.StartAsync(ct)));
        try
        {
            var undisturbed = await Undisturbed.DeployAsync(sandboxes[0], MatrixCommand.Sample, MatrixCommand.Region, ct);
            List<Point> points =
            [
                // The slow one first. Four points are one for each moment of a call.
                .. Sample(Kind.Network, "resume", 1, seed: 40),
                .. Sample(Kind.Kill, "resume", 4, seed: 7),
                .. Sample(Kind.Kill, "undo", 4, seed: 21),
                .. Matrix.Again(Sample(Kind.Kill, "resume", 4, seed: 11)),
                .. Matrix.Again(Sample(Kind.Kill, "undo", 4, seed: 33)),
                .. Sample(Kind.Lost, "resume", 1, seed: 3),
                .. Sample(Kind.Error500, "resume", 1, seed: 17),
                .. Sample(Kind.Throttle, "resume", 1, seed: 60),
            ];

            var keep = Path.Combine(Environment.GetEnvironmentVariable("POCKITECT_TEST_LOGS") ?? Path.GetTempPath(), "pockitect-crash-failures");
            var outcomes = await new Matrix(undisturbed, keep).RunAsync(
                sandboxes, points, outcome => output.WriteLine(string.Join('\n', outcome.IsFine ? [outcome.Point.ToString()] : outcome.Lines())), ct);

            output.WriteLine(MatrixCommand.Summary(outcomes));
            Assert.Equal(20, outcomes.Count);
            // A command that ended before it could be killed would make this a test of fair weather.
            Assert.True(outcomes.Count(outcome => outcome.WasKilledAgain) >= 4, string.Join('\n', outcomes.Where(outcome => outcome.Point.Again is not null)));
            Assert.All(outcomes, outcome => Assert.True(outcome.IsFine, string.Join('\n', outcome.Lines())));

            IEnumerable<Point> Sample(Kind kind, string then, int count, int seed) => Matrix.Sample(undisturbed.Points(kind, then), count, seed);
        }
        finally
        {
            foreach (var sandbox in sandboxes) await sandbox.DisposeAsync();
        }
    }
}
