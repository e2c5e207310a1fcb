using System.Text.Json.Nodes;
using Pockitect.Cli.Host;

namespace Pockitect.Cli.Tests;

public sealed class PriceCommandTests(PriceCommandTests.OwnSandbox sandbox) : IClassFixture<PriceCommandTests.OwnSandbox>
{
    /// <summary>What others make at the same time would show among its orphans.</summary>
    public sealed class OwnSandbox : SandboxFixture;

    private const string Shop = """
        project: {name: shop, region: us-east-1}
        compute:
          instances:
            - {name: web, type: t3.micro, elastic_ip: true, root_volume: {size_gb: 20}}
            - {name: plain, type: t3.micro, root_volume: {size_gb: 20}}
        data:
          buckets: [{name: files}]
        """;

    // 730 × 0.0104, 20 × 0.08, 730 × 0.005: one's own address costs as much as one that AWS lends, which a stopped instance gives back.
    private const decimal Running = 2 * (7.59m + 1.6m + 3.65m);
    private const decimal Stopped = 2 * 1.6m + 3.65m;

    [Fact]
    public async Task A_price_follows_a_project_from_its_plan_to_its_end()
    {
        using var terminal = new Terminal(sandbox.Process);
        terminal.Write("shop", Shop);

        var plan = (await RunAsync(terminal, ExitCodes.ChangesPending, "plan", "shop", "--json")).Json[0];
        Assert.Equal((0m, Running, Running), Of(plan["price"]!));
        Assert.Equal("listed", (string)plan["price"]!["origin"]!);
        Assert.Contains("web: data transfer", plan["price"]!["unknown"]!.AsArray().Select(name => (string)name!));
        var told = await RunAsync(terminal, ExitCodes.ChangesPending, "plan", "shop");
        Assert.Contains("price: $0.00 → $25.68 a month (+$25.68). Not included: ", told.Out, StringComparison.Ordinal);
        Assert.Contains("estimate, list of 2025-06-01", told.Error, StringComparison.Ordinal);
        Assert.Contains("usage-based", told.Out, StringComparison.Ordinal);

        await RunAsync(terminal, ExitCodes.Done, "deploy", "shop", "--yes");
        var status = (await RunAsync(terminal, ExitCodes.Done, "status", "shop", "--json")).Json[0];
        Assert.Equal(Running, (decimal)status["price"]!["usd"]!);
        Assert.Contains("$25.68", (await RunAsync(terminal, ExitCodes.Done, "list")).Out, StringComparison.Ordinal);

        var stop = await RunAsync(terminal, ExitCodes.Done, "stop", "shop");
        Assert.Contains("price: $25.68 → $6.85 a month (saves $18.83)", stop.Out, StringComparison.Ordinal);
        Assert.Equal(Stopped, (decimal)(await RunAsync(terminal, ExitCodes.Done, "status", "shop", "--json")).Json[0]["price"]!["usd"]!);

        var orphans = await RunAsync(terminal, ExitCodes.Done, "list", "orphans");
        Assert.DoesNotContain("web", orphans.Out, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(terminal.Folder.BlueprintOf("shop"), TestContext.Current.CancellationToken);
        File.Delete(terminal.Folder.BlueprintOf("shop"));
        orphans = await RunAsync(terminal, ExitCodes.Done, "list", "orphans");
        Assert.Contains("price: $6.85 a month in the current state", orphans.Out, StringComparison.Ordinal);
        terminal.Write("shop", text);

        var delete = (await RunAsync(terminal, ExitCodes.Done, "delete", "shop", "--yes", "--json")).Json[0];
        Assert.Equal((Stopped, 0m, -Stopped), Of(delete["price"]!));
    }

    private static (decimal Before, decimal After, decimal Difference) Of(JsonNode price) =>
        ((decimal)price["before_usd"]!, (decimal)price["after_usd"]!, (decimal)price["difference_usd"]!);

    private static async Task<Ran> RunAsync(Terminal terminal, int expected, params string[] args)
    {
        var ran = await terminal.RunAsync(args);
        Assert.True(ran.ExitCode == expected, $"{string.Join(' ', args)}: {ran}");
        return ran;
    }
}
