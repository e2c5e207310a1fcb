using Pockitect.Core.Journals;

namespace Pockitect.Cli.Tests;

/// <summary>Commands over damaged files: each project goes on without the others' files, and the message says what to do.</summary>
public sealed class DamagedFileCommandTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task List_status_scan_recover_and_the_rest_work_with_a_damaged_journal_of_another_project()
    {
        using var terminal = new Terminal(sandbox.Process);
        var (bad, good) = ($"bad-{Guid.NewGuid():N}"[..12], $"good-{Guid.NewGuid():N}"[..12]);
        foreach (var slug in (string[])[bad, good]) terminal.Write(slug, $"project: {{name: {slug}, region: eu-west-1}}\nresources:\n  size:\n    type: AWS::SSM::Parameter\n    properties: {{Name: /{slug}/size, Type: String, Value: '1'}}\n");
        foreach (var slug in (string[])[bad, good]) Assert.Equal(0, (await terminal.RunAsync("deploy", "--yes", slug)).ExitCode);
        var journal = Assert.Single(Journal.Of(terminal.Folder, bad));
        var lines = await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(journal, [lines[0], lines[1].Replace("eu-west-1", "eu-west-9", StringComparison.Ordinal), .. lines[2..]], TestContext.Current.CancellationToken);
        var named = $"{journal}:2: this line is damaged";

        // Recovery comes last: it also writes blueprints of projects that other tests have in this account, which may have drifted.
        foreach (var command in (string[][])[["list"], ["status"], ["drift"], ["recover"]])
        {
            var ran = await terminal.RunAsync(command);
            Assert.True(ran.ExitCode is 0 or 5, $"{command[0]}: {ran}");
            Assert.Contains(good, ran.Out, StringComparison.Ordinal);
            Assert.Contains(named, ran.Error, StringComparison.Ordinal);
            Assert.Contains("Move the file away", ran.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await terminal.RunAsync("scan", "--region", "eu-west-1")).ExitCode);
        foreach (var command in (string[][])[["deploy", "--yes", bad], ["delete", "--yes", bad], ["stop", "--yes", bad], ["resume", "--yes", bad]])
        {
            var ran = await terminal.RunAsync(command);
            Assert.True(ran.ExitCode == 1, $"{command[0]}: {ran}");
            Assert.Contains(named, ran.Error, StringComparison.Ordinal);
        }

        var status = await terminal.RunAsync("status", bad);
        Assert.True(status.ExitCode == 1, $"{status}");
        Assert.Contains($"{bad}: unknown, ", status.Out, StringComparison.Ordinal);
        Assert.Contains($"/{bad}/size", status.Out, StringComparison.Ordinal);
        Assert.Contains(named, status.Error, StringComparison.Ordinal);
        Assert.Contains("Move the file away", status.Error, StringComparison.Ordinal);
        var json = await terminal.RunAsync("status", bad, "--json");
        Assert.True(json.ExitCode == 1, $"{json}");
        var told = Assert.Single(json.Json);
        Assert.Equal(("project_status", bad, "unknown"), ((string?)told["type"], (string?)told["project"], (string?)told["state"]));
        Assert.StartsWith(named, (string?)told["problem"], StringComparison.Ordinal);
        Assert.Contains(told["resources"]!.AsArray(), row => (string?)row!["id"] == $"/{bad}/size");

        Assert.Equal(0, (await terminal.RunAsync("delete", "--yes", good)).ExitCode);
        File.Delete(journal);
        Assert.Equal(0, (await terminal.RunAsync("delete", "--yes", bad)).ExitCode);
    }

    [Fact]
    public async Task Sandbox_status_names_a_damaged_file_of_the_sandbox_and_starts_nothing_else()
    {
        using var terminal = new Terminal(sandbox.Process);
        var path = Path.Combine(terminal.Folder.Root, "server", "sandbox.json");
        var whole = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        string[] odd =
        [
            "", "[]", "{}", "null", "\"x\"", whole[..(whole.Length / 2)], whole.Replace("http://127.0.0.1", "http://example.com", StringComparison.Ordinal),
            whole.Replace("\"pid\"", "\"pit\"", StringComparison.Ordinal), whole.Replace("http://", "file://", StringComparison.Ordinal), "{\"endpoint\": 1, \"control\": 2, \"pid\": \"x\"}",
        ];
        foreach (var text in odd)
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            var ran = await terminal.RunAsync("sandbox", "status");
            Assert.True(ran.ExitCode == 0, $"{text}: {ran}");
            Assert.Contains("The sandbox is not running", ran.Out, StringComparison.Ordinal);
            Assert.Contains($"{path}:1: this file is damaged", ran.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("status", "../../etc")]
    [InlineData("plan", "/etc/passwd")]
    [InlineData("deploy", "con")]
    [InlineData("resume", "a b")]
    [InlineData("delete", "..")]
    public async Task A_name_that_no_project_can_have_is_refused_before_any_file_is_touched(string command, string name)
    {
        using var terminal = new Terminal(sandbox.Process);

        var ran = await terminal.RunAsync(command, name);

        Assert.True(ran.ExitCode is 1 or 2, $"{ran}");
        Assert.Matches("A project name needs 2 to 40|is a reserved device name on Windows", ran.Error);
    }
}
