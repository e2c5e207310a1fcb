using System.Text.Json.Nodes;
using Pockitect.Cli.Host;
using Pockitect.Core.Accounts;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Tests;

/// <summary>Which identity a command works as: what is typed, set, remembered for the project, remembered as default, or first found.</summary>
public sealed class AccountsTests(SandboxFixture sandbox) : IDisposable
{
    private const string Keys = "aws_access_key_id = AKIACANARY0000000009\naws_secret_access_key = canary-secret-9\n";

    private readonly Terminal _terminal = new() { Vault = new Aws.Accounts.Stores.SessionMemory("a test", "none") };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DataFolder Folder => new(_terminal.Home);

    private ChosenIdentities Chosen => new(Folder);

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task What_is_typed_comes_before_what_is_set_before_what_is_remembered_before_the_order()
    {
        SetUp();
        // The first found is env.
        Assert.Equal(("env", "first one found; see `pockitect accounts`"), await WhoAsync());
        Assert.Equal(ExitCodes.Done, (await _terminal.RunAsync("accounts", "use", "profile:usual")).ExitCode);
        Assert.Equal("profile:usual", (await WhoAsync()).Id);
        await Chosen.RememberAsync("site", new ProjectIdentityChoice("profile:sites", "123456789012"), Ct);
        Assert.Equal("profile:sites", (await WhoAsync("--project", "site")).Id);
        Assert.Equal("profile:usual", (await WhoAsync("--project", "other")).Id);
        _terminal.Variables["POCKITECT_IDENTITY"] = "profile:set";
        Assert.Equal("profile:set", (await WhoAsync("--project", "site")).Id);
        Assert.Equal("profile:typed", (await WhoAsync("--project", "site", "--identity", "profile:typed")).Id);
        Assert.Equal("profile:typed", (await WhoAsync("--profile", "typed")).Id);
        _terminal.Variables.Remove("POCKITECT_IDENTITY");
        Assert.Equal(ExitCodes.Done, (await _terminal.RunAsync("accounts", "use", "none")).ExitCode);

        Assert.Equal("env", (await WhoAsync()).Id);
    }

    [Fact]
    public async Task A_deploy_is_remembered_and_a_delete_lets_go_of_it()
    {
        SetUp();
        await File.WriteAllTextAsync(Folder.BlueprintOf("kept"), "project: {name: kept, region: eu-west-1}\ndata:\n  buckets: [{name: files}]\n", Ct);

        var deployed = await _terminal.RunAsync("deploy", "kept", "--yes", "--identity", "profile:sites");
        var remembered = Chosen.Of("kept");
        var planned = await _terminal.RunAsync("plan", "kept");
        var deleted = await _terminal.RunAsync("delete", "kept", "--yes");

        Assert.True(deployed.ExitCode == ExitCodes.Done, deployed.ToString());
        Assert.Equal(new ProjectIdentityChoice("profile:sites", "123456789012"), remembered);
        Assert.True(planned.ExitCode == ExitCodes.Done, planned.ToString());
        Assert.True(deleted.ExitCode == ExitCodes.Done, deleted.ToString());
        Assert.Null(Chosen.Of("kept"));
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(Chosen.Path, Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy", "away", "--yes")]
    [InlineData("delete", "away", "--yes")]
    [InlineData("stop", "away")]
    [InlineData("start", "away")]
    [InlineData("resume", "away")]
    [InlineData("undo", "away")]
    public async Task A_project_of_another_account_is_not_changed_and_the_identity_to_use_is_named(params string[] args)
    {
        SetUp();
        await File.WriteAllTextAsync(Folder.BlueprintOf("away"), "project: {name: away, region: eu-west-1}\ndata:\n  buckets: [{name: files}]\n", Ct);
        await Chosen.RememberAsync("away", new ProjectIdentityChoice("profile:prod", "210987654321"), Ct);
        var before = await sandbox.Process.RequestsAsync(0, Ct);

        var ran = await _terminal.RunAsync([.. args, "--identity", "profile:sites"]);

        Assert.True(ran.ExitCode == ExitCodes.Failed, ran.ToString());
        Assert.Contains("away is in account 210987654321", ran.Error, StringComparison.Ordinal);
        Assert.Contains("--identity profile:prod", ran.Error, StringComparison.Ordinal);
        Assert.Equal(new ProjectIdentityChoice("profile:prod", "210987654321"), Chosen.Of("away"));
        Assert.DoesNotContain(await sandbox.Process.RequestsAsync(before.Count, Ct), request => request.ToJsonString().Contains("away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drift_of_a_project_of_another_account_says_where_to_look()
    {
        SetUp();
        await File.WriteAllTextAsync(Folder.BlueprintOf("away"), "project: {name: away, region: eu-west-1, id: 0123456789ab}\ndata:\n  buckets: [{name: files}]\n", Ct);
        await Chosen.RememberAsync("away", new ProjectIdentityChoice("profile:prod", "210987654321"), Ct);

        var ran = await _terminal.RunAsync("drift");

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        Assert.Contains("To check it there, run `pockitect drift away --identity profile:prod`", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remembered_identity_that_is_gone_is_not_replaced_silently()
    {
        SetUp();
        await Chosen.RememberAsync("site", new ProjectIdentityChoice("profile:gone", "210987654321"), Ct);

        var ran = await _terminal.RunAsync("status", "site");

        Assert.Equal(ExitCodes.SignIn, ran.ExitCode);
        Assert.Contains("site was deployed with it", ran.Error, StringComparison.Ordinal);
        Assert.Contains("account 210987654321", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--identity", "env", "--sandbox")]
    [InlineData("--identity", "env", "--profile", "usual")]
    public async Task Two_identities_at_once_are_not_understood(params string[] args)
    {
        var ran = await _terminal.RunAsync(["list", .. args]);

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains("Use only one of --identity, --profile and --sandbox", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_is_an_identity_like_others_and_no_default()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Variables.Clear();

        var ran = await terminal.RunAsync("whoami", "--identity", "sandbox", "--json");
        var refused = await terminal.RunAsync("accounts", "use", "sandbox");

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        Assert.Equal("sandbox", (string?)Assert.Single(ran.Json)["id"]);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
    }

    [Fact]
    public async Task All_identities_are_listed_with_what_is_wrong_and_which_is_used()
    {
        SetUp();
        File.AppendAllText(Path.Combine(_terminal.Home, ".aws", "config"), "[profile broken]\nrole_arn = arn:aws:iam::210987654321:role/x\nsource_profile = nobody\n");

        var ran = await _terminal.RunAsync("accounts", "--json");
        var table = await _terminal.RunAsync("accounts");

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        var rows = ran.Json.ToDictionary(row => (string)row["id"]!);
        Assert.Equal("env", (string?)ran.Json[0]["id"]);
        Assert.Equal("env", (string?)rows.Values.Single(row => (bool)row["used"]!)["id"]);
        Assert.Contains("'nobody'", (string?)rows["profile:broken"]["problem"], StringComparison.Ordinal);
        Assert.Equal("210987654321", (string?)rows["profile:broken"]["account"]);
        Assert.Contains("sandbox", rows.Keys);
        Assert.Contains("'nobody'", table.Out, StringComparison.Ordinal);
        Assert.Contains("only with --identity profile:usual", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_is_checked_and_one_that_can_t_be_signed_in_with_says_why()
    {
        SetUp();
        File.AppendAllText(
            Path.Combine(_terminal.Home, ".aws", "config"),
            "[profile guarded]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = usual\nmfa_serial = arn:aws:iam::123456789012:mfa/anna\n");

        var ran = await _terminal.RunAsync("accounts", "--check", "--json");

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        var rows = ran.Json.ToDictionary(row => (string)row["id"]!);
        Assert.All(rows["env"]["checks"]!.AsArray(), check => Assert.Equal("Passed", (string?)check!["verdict"]));
        Assert.Contains("mfa/anna", Words(rows["profile:guarded"]), StringComparison.Ordinal);
        Assert.Contains("not running", Words(rows["sandbox"]), StringComparison.Ordinal);

        static string? Words(JsonNode row) => (string?)row["checks"]![0]!["message"];
    }

    [Fact]
    public async Task What_is_remembered_and_damaged_is_named_with_its_line()
    {
        SetUp();
        await File.WriteAllTextAsync(Chosen.Path, "{\n  \"default\": ,\n}\n", Ct);

        var ran = await _terminal.RunAsync("whoami");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Contains("identities.json:2: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_remember_at_the_same_moment_both_do()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Chosen.RememberAsync($"p{i}", new ProjectIdentityChoice("env", "123456789012"), Ct), Ct)));

        Assert.All(Enumerable.Range(0, 20), i => Assert.NotNull(Chosen.Of($"p{i}")));
    }

    private async Task<(string? Id, string? Why)> WhoAsync(params string[] more)
    {
        var ran = await _terminal.RunAsync(["whoami", .. more]);
        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        var lines = ran.Out.Split('\n').Select(line => line.Split("  ", 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1].Trim());
        return (lines["identity"].Single(), lines["used"].Single());
    }

    /// <summary>Keys in the environment, and a few profiles; all of them lead to the sandbox as if it were AWS.</summary>
    private void SetUp()
    {
        var aws = Directory.CreateDirectory(Path.Combine(_terminal.Home, ".aws")).FullName;
        File.WriteAllText(Path.Combine(aws, "credentials"), string.Concat(((string[])["usual", "sites", "set", "typed"]).Select(name => $"[{name}]\n{Keys}")));
        _terminal.Variables.Clear();
        _terminal.Variables["AWS_ENDPOINT_URL"] = sandbox.Process.Endpoint.AbsoluteUri;
        _terminal.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        _terminal.Variables["AWS_ACCESS_KEY_ID"] = "AKIACANARY0000000009";
        _terminal.Variables["AWS_SECRET_ACCESS_KEY"] = "canary-secret-9";
    }
}
