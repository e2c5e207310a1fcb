using Pockitect.Cli.Host;
using Pockitect.Cli.Rendering;

namespace Pockitect.Cli.Tests;

public sealed class OutputTests(SandboxFixture sandbox)
{
    private const string Escape = "\x1b";

    private const string Site = """
        project: {name: words, region: ca-central-1}
        network:
          security_groups:
            - {name: web, inbound: [{port: 22, cidr: 203.0.113.7/32}]}
        compute:
          instances: [{name: server, key_pair: key}]
        security:
          key_pairs: [{name: key}]
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, "1", false)]
    [InlineData(false, null, false)]
    public async Task Colours_are_for_screens_whose_owner_wants_them(bool hasScreen, string? noColor, bool colours)
    {
        using var terminal = new Terminal { HasScreen = hasScreen };
        if (noColor is not null) terminal.Variables["NO_COLOR"] = noColor;

        var ran = await terminal.RunAsync();

        Assert.Equal(colours, ran.Out.Contains(Escape, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--no-input")]
    public async Task Where_nobody_is_to_be_asked_no_window_opens_either(string option)
    {
        using var terminal = new Terminal { HasScreen = true, Typed = "" };

        var ran = await terminal.RunAsync(option);

        Assert.Equal(ExitCodes.Done, ran.ExitCode);
        Assert.DoesNotContain("http://", ran.Out + ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\x1b[2Jb", "a\uFFFD[2Jb")]
    [InlineData("web\nDone: 3 created.", "web ↵ Done: 3 created.")]
    [InlineData("web\r\n", "web ↵ ")]
    [InlineData("a\u202Eb\u2066c\u200Fd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("zero\u200Bwidth\uFEFF\u2028line", "zero\uFFFDwidth\uFFFD ↵ line")]
    [InlineData("\u05E9\u05DC\u05D5\u05DD é 日本 👍", "\u05E9\u05DC\u05D5\u05DD é 日本 👍")]
    public async Task Values_from_elsewhere_are_one_harmless_line(string value, string shown)
    {
        using var terminal = new Terminal();
        var output = new StringWriter();
        var writer = new Output(terminal.HostEnvironment(output, output), isJson: false);

        writer.Say($"{value}");
        writer.Table(["name"], [[value]]);
        await writer.PromptAsync($"{value}", Ct);

        Assert.Equal($"{shown}\nname\n{shown.TrimEnd()}\n", string.Join('\n', output.ToString().Split('\n').Take(3)) + "\n");
        Assert.DoesNotContain(Escape, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_escapes_what_could_command_a_terminal_and_means_the_same()
    {
        using var terminal = new Terminal();
        var output = new StringWriter();

        new Output(terminal.HostEnvironment(output, output), isJson: true).Json(new System.Text.Json.Nodes.JsonObject { ["name"] = "a\u202Eb\u2028\x1b[2J\n" });

        Assert.DoesNotContain(output.ToString().TrimEnd('\n'), letter => char.IsControl(letter) || letter is '\u202E' or '\u2028');
        Assert.Equal("a\u202Eb\u2028\x1b[2J\n", (string?)System.Text.Json.Nodes.JsonNode.Parse(output.ToString())!["name"]);
    }

    [Fact]
    public async Task A_life_in_json_is_json_lines_only_and_no_private_key_leaves_its_folder()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("words", Site);
        var ran = new List<Ran>();
        foreach (var command in (string[][])[
            ["validate", "words"], ["plan", "words"], ["deploy", "words", "--yes"], ["status", "words"], ["list"], ["list", "resources"],
            ["show", "words/server"], ["open", "words/server"], ["stop", "words"], ["start", "words"], ["scan", "--region", "ca-central-1"],
            ["delete", "words", "--yes"], ["sandbox", "status"], ["new", "--list"]])
        {
            ran.Add(await terminal.RunAsync([.. command, "--json"]));
            Assert.True(ran[^1].ExitCode is ExitCodes.Done or ExitCodes.ChangesPending, $"{string.Join(' ', command)}: {ran[^1]}");
            Assert.All(ran[^1].Json, line => Assert.IsType<System.Text.Json.Nodes.JsonObject>(line));
        }

        var deployed = ran[2].Json;
        Assert.Equal("plan", (string?)deployed[0]["type"]);
        Assert.Equal("completed", (string?)deployed[^1]["type"]);
        var progress = deployed.First(line => (string?)line["type"] == "progress").AsObject();
        Assert.Equal(
            ["detail", "elapsed", "phase", "remaining", "resource", "resource_type", "step", "total", "type"],
            progress.Select(pair => pair.Key).Union(["detail", "remaining"]).Order());
        Assert.Equal("running", (string?)ran[3].Json[0]["state"]);

        var key = Directory.EnumerateFiles(terminal.Folder.Keys).Select(File.ReadAllLines).First(lines => lines[0].Contains("PRIVATE KEY", StringComparison.Ordinal));
        var secret = key[2];
        Assert.All(ran, one => Assert.DoesNotContain(secret, one.ToString(), StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(terminal.Home, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(terminal.Folder.Keys, StringComparison.Ordinal)))
            Assert.False((await File.ReadAllTextAsync(file, Ct)).Contains(secret, StringComparison.Ordinal), $"{file} holds the private key");
    }

    [Fact]
    public async Task Show_tells_relations_both_ways()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("words", Site);
        var deployed = await terminal.RunAsync("deploy", "words", "--yes");
        Assert.True(deployed.ExitCode == ExitCodes.Done, deployed.ToString());

        var server = (await terminal.RunAsync("show", "words/server", "--json")).Json[0];
        var group = (await terminal.RunAsync("show", "words/web", "--json")).Json[0];
        await terminal.RunAsync("delete", "words", "--yes");

        Assert.Contains((string)group["id"]!, server["uses"]!.AsArray().Select(id => (string)id!));
        Assert.Contains((string)server["id"]!, group["used_by"]!.AsArray().Select(id => (string)id!));
    }
}
