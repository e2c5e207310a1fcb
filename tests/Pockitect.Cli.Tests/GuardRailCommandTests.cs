using System.Net.Http.Json;
using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

/// <summary>Each guard rail and each command that changes something: what is forbidden reaches AWS by no call that changes anything.</summary>
public sealed class GuardRailCommandTests(GuardRailCommandTests.OwnSandbox sandbox) : IClassFixture<GuardRailCommandTests.OwnSandbox>
{
    /// <summary>Its requests are counted, and its calls made to fail.</summary>
    public sealed class OwnSandbox : SandboxFixture;

    private const string Account = "123456789012";

    private static readonly string[] Commands = ["deploy", "delete", "delete by id", "stop", "start", "resume", "undo"];

    private static readonly (string Key, string Value)[] Rails =
        [("read_only", "true"), ("locked_regions", "eu-west-1,us-east-2"), ("allowed_regions", "eu-central-1"), ("production", "true"), ("typed_confirmation", "true")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_forbidden_changes_nothing_whatever_is_answered_with_yes()
    {
        using var terminal = new Terminal(sandbox.Process);
        await PrepareAsync(terminal);
        var before = await sandbox.Process.InventoryAsync(Ct);
        foreach (var (key, value) in Rails)
        {
            await RunAsync(terminal, ExitCodes.Done, "settings", "set", $"{Account}.{key}", value);
            foreach (var command in Commands)
            {
                var since = (await sandbox.Process.RequestsAsync(0, Ct)).Count;

                var ran = await terminal.RunAsync(Typed(command, "--yes"));

                Assert.True(ran.ExitCode is ExitCodes.Failed or ExitCodes.Usage, $"{key}, {command}: {ran}");
                var words = key switch { "read_only" => "read-only", "locked_regions" => "locked", "allowed_regions" => "not an allowed Region", _ => "--confirm" };
                Assert.Contains(words, ran.Error, StringComparison.Ordinal);
                await ChangesNothingAsync(since, $"{key}, {command}");
            }

            await RunAsync(terminal, ExitCodes.Done, "settings", "unset", $"{Account}.{key}");
        }

        Assert.Equal(before, await sandbox.Process.InventoryAsync(Ct));
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", $"{Account}.production", "true");
        foreach (var (command, name) in ((string, string)[])[("start", "asleep"), ("stop", "awake"), ("undo", "half"), ("deploy", "fresh")])
            await RunAsync(terminal, ExitCodes.Done, Typed(command, "--yes", "--confirm", name));
        foreach (var slug in (string[])["asleep", "awake", "fresh"])
            await RunAsync(terminal, ExitCodes.Done, "delete", slug, "--confirm", slug);
    }

    [Fact]
    public async Task A_ceiling_holds_a_deploy_that_costs_more_and_says_what_it_would_cost()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("dear", "project: {name: dear, region: us-east-1}\ncompute:\n  instances: [{name: box, type: m5.large}]\n");
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", "default.price_ceiling", "50");
        var since = (await sandbox.Process.RequestsAsync(0, Ct)).Count;

        var refused = await RunAsync(terminal, ExitCodes.Failed, "deploy", "dear", "--yes");

        Assert.Contains("the price ceiling of account 123456789012 is $50.00", refused.Error, StringComparison.Ordinal);
        await ChangesNothingAsync(since, "ceiling");
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", "default.price_ceiling", "100");
        var plan = await RunAsync(terminal, ExitCodes.ChangesPending, "plan", "dear");
        Assert.Contains("box: data transfer", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_is_named_in_the_question_and_takes_the_project_s_name_and_no_y()
    {
        using var hasty = new Terminal(sandbox.Process) { Typed = "y\n", HasScreen = true };
        hasty.Write("shown", "project: {name: shown, region: eu-west-1}\ndata:\n  buckets: [{name: files}]\n");
        await RunAsync(hasty, ExitCodes.Done, "settings", "set", $"{Account}.production", "true");

        var refused = await RunAsync(hasty, ExitCodes.Failed, "deploy", "shown");

        Assert.Contains("PRODUCTION account 123456789012 (sandbox)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Type shown to confirm", refused.Error, StringComparison.Ordinal);
        using var careful = new Terminal(sandbox.Process) { Typed = "shown\n" };
        careful.Write("shown", await File.ReadAllTextAsync(hasty.Folder.BlueprintOf("shown"), Ct));
        await RunAsync(careful, ExitCodes.Done, "settings", "set", $"{Account}.production", "true");
        await RunAsync(careful, ExitCodes.Done, "deploy", "shown");
        var wrong = await RunAsync(careful, ExitCodes.Usage, "delete", "shown", "--yes", "--confirm", "another");
        Assert.Contains("another", wrong.Error, StringComparison.Ordinal);
        await RunAsync(careful, ExitCodes.Done, "delete", "shown", "--confirm", "shown");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_forbids_every_change_and_says_where_it_is_wrong()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("guarded", "project: {name: guarded, region: eu-west-1}\ndata:\n  buckets: [{name: files}]\n");
        await File.WriteAllTextAsync(Path.Combine(terminal.Folder.Root, "settings.yaml"), "default:\n  read_only: perhaps\n", Ct);
        var since = (await sandbox.Process.RequestsAsync(0, Ct)).Count;

        var refused = await RunAsync(terminal, ExitCodes.Failed, "deploy", "guarded", "--yes");

        Assert.Contains("settings.yaml:2:14", refused.Error, StringComparison.Ordinal);
        await ChangesNothingAsync(since, "unreadable");
        Assert.Contains("settings.yaml:2:14", (await RunAsync(terminal, ExitCodes.Failed, "settings")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_shown_as_they_were_set()
    {
        using var terminal = new Terminal();

        await RunAsync(terminal, ExitCodes.Done, "settings", "set", "default.allowed_regions", "eu-west-1,eu-west-2");
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", "111122223333.price_ceiling", "49.5");

        var shown = await RunAsync(terminal, ExitCodes.Done, "settings");
        Assert.Equal("default.allowed_regions [eu-west-1, eu-west-2]\n111122223333.price_ceiling 49.5\n", shown.Out.ReplaceLineEndings("\n"));
        var json = (await RunAsync(terminal, ExitCodes.Done, "settings", "--json")).Json[0];
        Assert.Equal(49.5m, (decimal)json["guard_rails"]!["111122223333"]!["price_ceiling"]!);
        await RunAsync(terminal, ExitCodes.Usage, "settings", "set", "price_ceiling", "5");
        await RunAsync(terminal, ExitCodes.Failed, "settings", "set", "default.price_ceiling", "lots");
    }

    [Fact]
    public async Task A_scan_looks_where_the_settings_say_and_says_so()
    {
        using var terminal = new Terminal(sandbox.Process);
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", "default.scan_regions", "eu-west-1,eu-central-1");
        await RunAsync(terminal, ExitCodes.Done, "settings", "set", $"{Account}.scan_types", "AWS::EC2::Instance");

        var less = await RunAsync(terminal, ExitCodes.Done, "scan", "--json");
        Assert.Equal(["eu-central-1", "eu-west-1"], Regions(less));
        Assert.Contains("Scanning only eu-west-1 and eu-central-1, for AWS::EC2::Instance (see `pockitect settings", less.Error, StringComparison.Ordinal);
        Assert.Equal(["us-east-2"], Regions(await RunAsync(terminal, ExitCodes.Done, "scan", "--json", "--region", "us-east-2")));
        Assert.True(Regions(await RunAsync(terminal, ExitCodes.Done, "scan", "--json", "--all")).Count > 10);

        await RunAsync(terminal, ExitCodes.Done, "settings", "set", $"{Account}.scan_types", "AWS::EC2::Instant");
        Assert.Contains("Unknown resource type 'AWS::EC2::Instant'", (await RunAsync(terminal, ExitCodes.Failed, "scan")).Error, StringComparison.Ordinal);
        await RunAsync(terminal, ExitCodes.Failed, "settings", "set", "default.scan_regions", "[]");
    }

    private static IReadOnlyList<string> Regions(Ran ran) =>
        [.. ran.Json.Where(line => (string?)line["type"] == "scan_chunk").Select(line => (string)line["region"]!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A project for each command, in the state in which it has something to do.</summary>
    private async Task PrepareAsync(Terminal terminal)
    {
        const string Box = "project: {name: NAME, region: eu-west-1}\ncompute:\n  instances: [{name: box}]\n";
        foreach (var slug in (string[])["asleep", "awake", "fresh"]) terminal.Write(slug, Box.Replace("NAME", slug, StringComparison.Ordinal));
        terminal.Write("half", "project: {name: half, region: us-east-2}\ndata:\n  buckets: [{name: one}]\nresources:\n  page: {type: AWS::SSM::Parameter, properties: {Type: String, Value: a}}\n");
        await RunAsync(terminal, ExitCodes.Done, "deploy", "asleep", "--yes");
        await RunAsync(terminal, ExitCodes.Done, "deploy", "awake", "--yes");
        await RunAsync(terminal, ExitCodes.Done, "stop", "asleep");
        var fault = new { service = "s3", action = "CreateBucket", kind = "deny" };
        using var added = await sandbox.Process.Control.PostAsJsonAsync("faults", fault, Ct);
        added.EnsureSuccessStatusCode();
        await RunAsync(terminal, ExitCodes.Failed, "deploy", "half", "--yes");
        using var cleared = await sandbox.Process.Control.DeleteAsync(new Uri("faults", UriKind.Relative), Ct);
        cleared.EnsureSuccessStatusCode();
        var seen = await RunAsync(terminal, ExitCodes.Done, "list", "resources", "--project", "awake", "--type", "Instance", "--json");
        _instance = (string)seen.Json[0]["id"]!;
    }

    private string _instance = "";

    private string[] Typed(string command, params string[] more) => command switch
    {
        "delete by id" => ["delete", "--id", _instance, "--region", "eu-west-1", .. more],
        "deploy" => ["deploy", "fresh", .. more],
        "start" => ["start", "asleep", .. more],
        "resume" or "undo" => [command, "half", .. more],
        _ => [command, "awake", .. more],
    };

    private async Task ChangesNothingAsync(int since, string what)
    {
        var changing = (await sandbox.Process.RequestsAsync(0, Ct)).Skip(since)
            .Where(request => (bool)request["mutating"]!).Select(request => $"{request["service"]}:{request["action"]}").ToList();
        Assert.True(changing.Count == 0, $"{what}: {string.Join(", ", changing)}");
    }

    private static async Task<Ran> RunAsync(Terminal terminal, int expected, params string[] args)
    {
        var ran = await terminal.RunAsync(args);
        Assert.True(ran.ExitCode == expected, $"{string.Join(' ', args)}: {ran}");
        return ran;
    }
}
