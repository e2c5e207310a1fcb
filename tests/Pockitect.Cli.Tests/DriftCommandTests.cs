using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Cli.Host;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Tests;

/// <summary>Somebody changes AWS behind the project's back, here by the resource types themselves.</summary>
public sealed class DriftCommandTests : IDisposable
{
    private const string Drifter = """
        project: {name: drifter, region: eu-north-1}
        network:
          security_groups: [{name: web, inbound: [{port: 80, cidr: 0.0.0.0/0}]}]
        compute:
          instances: [{name: box, elastic_ip: true}]
        """;

    private readonly SandboxFixture _sandbox;
    private readonly AwsClients _aws;
    private readonly AwsCloud _cloud;

    public DriftCommandTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _aws = new AwsClients(AwsAccount.Sandbox(sandbox.Process.Endpoint));
        _cloud = new AwsCloud(_aws, "keys", TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task What_somebody_else_changed_is_told_property_by_property_and_an_edit_of_the_file_is_not()
    {
        using var terminal = new Terminal(_sandbox.Process);
        terminal.Write("drifter", Drifter);
        await RunAsync(terminal, ExitCodes.Done, "deploy", "drifter", "--yes");
        var none = await RunAsync(terminal, ExitCodes.Done, "drift", "drifter", "--json");
        Assert.Empty(Resources(none));

        var status = await RunAsync(terminal, ExitCodes.Done, "status", "drifter", "--json");
        var address = status.Json[0]["resources"]!.AsArray().Single(row => (string?)row!["type"] == "AWS::EC2::EIP")!;
        Assert.Equal((string?)address["outputs"]!["PublicIp"], (string?)address["endpoint"]);
        Assert.Contains($"endpoint: \"{(string?)address["endpoint"]}\"", await File.ReadAllTextAsync(terminal.Folder.StatusOf("drifter"), Ct), StringComparison.Ordinal);
        var ids = status.Json[0]["resources"]!.AsArray().ToDictionary(row => (string)row!["tags"]![OwnershipTags.Resource]!, row => (string)row!["id"]!);
        await ChangeAsync<Instance>(ids["box"], now => now with { Monitoring = true });
        await TypeOf<Instance>().TagAsync(Place, ids["box"], new Dictionary<string, string> { ["Name"] = "renamed", ["CostCenter"] = "42" }, [], Ct);
        await TypeOf<Eip>().DeleteAsync(Place, ids["box-address"], new Deletion(), Ct);
        Edit(terminal, "port: 80", "port: 443");

        var drift = await RunAsync(terminal, ExitCodes.ChangesPending, "drift", "--json");
        Assert.Equal(["box changed Monitoring: false → true", "box changed Tags.Name: drifter-box → renamed", "box-address deleted"], Resources(drift));
        var told = await RunAsync(terminal, ExitCodes.ChangesPending, "drift");
        Assert.Contains("changed outside: Monitoring false → now true", told.Out, StringComparison.Ordinal);

        // Whoever looks for it has told everybody.
        Assert.Contains("2 changed outside", (await RunAsync(terminal, ExitCodes.Done, "list")).Out, StringComparison.Ordinal);
        var now = (await RunAsync(terminal, ExitCodes.Done, "status", "drifter", "--json")).Json[0];
        var box = now["resources"]!.AsArray().Single(row => (string)row!["id"]! == ids["box"])!;
        Assert.Equal(("changed", true), ((string)box["drift"]!, (bool)now["edited"]!));
        Assert.Equal(["Monitoring", "Tags.Name"], box["changed_outside"]!.AsArray().Select(path => (string)path!));
        Assert.Equal(["box-address"], now["deleted_outside"]!.AsArray().Select(name => (string)name!));
        Assert.Contains("box: changed outside: Monitoring, Tags.Name", (await RunAsync(terminal, ExitCodes.Done, "status", "drifter")).Out, StringComparison.Ordinal);

        var plan = await RunAsync(terminal, ExitCodes.ChangesPending, "plan", "drifter");
        Assert.Contains("Monitoring: true → false, changed outside", plan.Out, StringComparison.Ordinal);
        Assert.Contains("box-address  AWS::EC2::EIP (was deleted outside Pockitect)", plan.Out, StringComparison.Ordinal);
        var rules = Assert.Single(plan.Out.Split('\n'), line => line.Contains("SecurityGroupIngress", StringComparison.Ordinal));
        Assert.DoesNotContain("outside", rules, StringComparison.Ordinal);

        await RunAsync(terminal, ExitCodes.Done, "deploy", "drifter", "--yes");
        await RunAsync(terminal, ExitCodes.Done, "drift", "drifter");
        await RunAsync(terminal, ExitCodes.Done, "delete", "drifter", "--yes");
        var after = await RunAsync(terminal, ExitCodes.Done, "drift", "drifter");
        Assert.Contains("not deployed", after.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_blueprint_takes_over_is_no_drift_any_more()
    {
        using var terminal = new Terminal(_sandbox.Process);
        terminal.Write("taken-over", "project: {name: taken-over, region: eu-north-1}\nnetwork: {vpc: default}\nresources:\n  net: {type: AWS::EC2::VPC, properties: {CidrBlock: 10.7.0.0/16, EnableDnsHostnames: false}}\n");
        await RunAsync(terminal, ExitCodes.Done, "deploy", "taken-over", "--yes");
        var status = await RunAsync(terminal, ExitCodes.Done, "status", "taken-over", "--json");
        await ChangeAsync<Vpc>((string)status.Json[0]["resources"]![0]!["id"]!, now => now with { EnableDnsHostnames = true });
        await RunAsync(terminal, ExitCodes.ChangesPending, "drift", "taken-over");

        Edit(terminal, "EnableDnsHostnames: false", "EnableDnsHostnames: true", "taken-over");
        await RunAsync(terminal, ExitCodes.Done, "deploy", "taken-over", "--yes");

        await RunAsync(terminal, ExitCodes.Done, "drift", "taken-over");
        await RunAsync(terminal, ExitCodes.Done, "delete", "taken-over", "--yes");
    }

    [Fact]
    public async Task Where_no_deploy_is_known_it_is_said_that_edits_look_like_drift()
    {
        using var first = new Terminal(_sandbox.Process);
        first.Write("elsewhere", Drifter.Replace("drifter", "elsewhere", StringComparison.Ordinal));
        await RunAsync(first, ExitCodes.Done, "deploy", "elsewhere", "--yes");
        using var second = new Terminal(_sandbox.Process);
        // With its id: a name alone would make it another project.
        second.Write("elsewhere", (await File.ReadAllTextAsync(first.Folder.BlueprintOf("elsewhere"), Ct)).Replace("port: 80", "port: 443", StringComparison.Ordinal));

        var plan = await RunAsync(second, ExitCodes.ChangesPending, "plan", "elsewhere");
        var drift = await RunAsync(second, ExitCodes.ChangesPending, "drift", "elsewhere");

        Assert.Contains("so the plan can't tell your edits from outside changes", plan.Error, StringComparison.Ordinal);
        Assert.Contains("your own edits show too", drift.Error, StringComparison.Ordinal);
        await RunAsync(first, ExitCodes.Done, "delete", "elsewhere", "--yes");
    }

    private Place Place => new(_cloud.AccountId, "eu-north-1");

    private ResourceType TypeOf<T>()
        where T : Spec => _cloud.Catalog[typeof(T)];

    private async Task ChangeAsync<T>(string id, Func<T, T> change)
        where T : Spec
    {
        var now = (T)(await TypeOf<T>().ReadAsync(Place, id, Ct))!.Spec;
        await TypeOf<T>().UpdateAsync(Place, id, now, change(now), Ct);
    }

    private static void Edit(Terminal terminal, string old, string desired, string slug = "drifter")
    {
        var text = File.ReadAllText(terminal.Folder.BlueprintOf(slug));
        Assert.Contains(old, text, StringComparison.Ordinal);
        terminal.Write(slug, text.Replace(old, desired, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Resources(Ran drift) => drift.Json[0]["resources"]!.AsArray().SelectMany(resource =>
        resource!["differences"]!.AsArray() is { Count: > 0 } differences
            ? differences.Select(difference => $"{resource["logical_id"]} {resource["change"]} {difference!["path"]}: {difference["deployed"]} → {difference["now"]}")
            : [$"{resource["logical_id"]} {resource["change"]}"]);

    private static async Task<Ran> RunAsync(Terminal terminal, int expected, params string[] args)
    {
        var ran = await terminal.RunAsync(args);
        Assert.True(ran.ExitCode == expected, $"{string.Join(' ', args)}: {ran}");
        return ran;
    }
}
