using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>A damaged <c>sandbox.json</c>: the message names it and what to do, and no other address is ever used.</summary>
public sealed class SandboxFileTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task Sandbox_status_with_a_damaged_file_names_the_file_or_the_right_address()
    {
        using var terminal = new Terminal(sandbox.Process);
        var path = Path.Combine(terminal.Folder.Root, "server", "sandbox.json");
        await FileDamage.ForEachOffsetAsync(path, async (_, _) =>
        {
            var ran = await terminal.RunAsync("sandbox", "status", "--json");

            Assert.True(ran.ExitCode == 0, $"{ran}");
            var status = Assert.Single(ran.Json);
            if ((bool)status["running"]!)
            {
                // The damage is in what nobody reads, such as white space.
                Assert.Equal(sandbox.Process.Endpoint.AbsoluteUri, (string?)status["endpoint"]);
                return;
            }

            Assert.StartsWith($"{path}:", ran.Error, StringComparison.Ordinal);
            Assert.Matches(@"sandbox\.json:\d+: this file is damaged", ran.Error);
            Assert.Contains("Its next start writes the file again", ran.Error, StringComparison.Ordinal);
        }, TestContext.Current.CancellationToken);
    }
}
