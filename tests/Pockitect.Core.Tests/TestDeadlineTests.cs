using System.Diagnostics;
using Pockitect.Testing;

namespace Pockitect.Core.Tests;

public sealed class TestDeadlineTests
{
    private const string Hangs = "POCKITECT_TEST_HANGS";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Test_that_hangs_fails_by_name(bool ignoresCancellation)
    {
        // The process that is started below runs this test too, and there it hangs.
        if (Environment.GetEnvironmentVariable(Hangs) is { Length: > 0 } hanging)
        {
            if (hanging == $"{ignoresCancellation}") await RealTime.HangAsync(ignoresCancellation ? CancellationToken.None : Ct);
            return;
        }

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Pockitect.Core.Tests"), ["-noColor", "-method", $"*.{nameof(Test_that_hangs_fails_by_name)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Hangs] = $"{ignoresCancellation}", ["POCKITECT_TEST_MINUTES"] = "0.05", [TestPatience.Variable] = "1" },
        };
        using var run = Process.Start(start)!; // Null only where a shell is used.
        var output = run.StandardOutput.ReadToEndAsync(Ct);
        var error = run.StandardError.ReadToEndAsync(Ct);
        await run.WaitForExitAsync(Ct);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"{nameof(Test_that_hangs_fails_by_name)}(ignoresCancellation: {ignoresCancellation}) did not end within 3 s.", await output + await error, StringComparison.Ordinal);
    }
}
