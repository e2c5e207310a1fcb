using System.Diagnostics;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Everything that people read follows the rules of CONTRIBUTING.md, "Words".</summary>
public sealed class TextTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_and_comments_have_no_banned_words()
    {
        var (exitCode, output) = await WordsAsync();

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Banned_words_are_found_in_literals_and_comments_but_not_in_code()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "Sample.cs");
        await File.WriteAllTextAsync(path, "var anew = 1; // begun\nvar text = $\"{anew} is told\";\n", Ct);

        var (exitCode, output) = await WordsAsync(path);
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        Assert.Contains("Sample.cs:1: \"begun\" -> started, unfinished", output, StringComparison.Ordinal);
        Assert.Contains("Sample.cs:2: \"is told\" -> is reported, is shown", output, StringComparison.Ordinal);
        Assert.DoesNotContain("anew", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> WordsAsync(params string[] paths)
    {
        var start = new ProcessStartInfo("python3", [Repository.At("tools/words"), .. paths]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output + await error);
    }
}
