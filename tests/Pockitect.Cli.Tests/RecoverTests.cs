using System.Globalization;
using System.Net.Http.Json;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Host;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>All local state is gone, and nothing is lost.</summary>
public sealed class RecoverTests(SandboxFixture shared)
{
    private const string Keeper = """
        project: {name: NAME, region: sa-east-1}
        network: {vpc: default}
        compute:
          instances: [{name: box, key_pair: key}]
        security:
          key_pairs: [{name: key}]
        """;

    /// <summary>Every number is another random blueprint; <c>POCKITECT_RECOVERIES=50</c> runs as many as are asked for.</summary>
    private static readonly int Recoveries =
        Environment.GetEnvironmentVariable("POCKITECT_RECOVERIES") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_local_file_recover_makes_a_blueprint_with_nothing_to_plan_and_delete_leaves_nothing()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct);
        using var aws = new AwsClients(AwsAccount.Sandbox(sandbox.Endpoint));
        var catalog = new AwsCloud(aws, "keys", TimeProvider.System).Catalog;
        for (var seed = 0; seed < Recoveries; seed++)
        {
            var blueprint = new RandomProject(new Random(seed)).Next("lost");
            var text = BlueprintWriter.Write(blueprint, catalog);
            // AWS changes nothing of a database that is stopped, its protection neither: such a one has to be started to be deleted.
            var canStop = blueprint.Data.Databases.All(database => !database.DeletionProtection);
            try
            {
                await LoseAndRecoverAsync(sandbox, text, isStopped: canStop && seed % 3 == 0, byTagsAlone: seed % 4 == 0);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"With the blueprint of seed {seed}:\n{text}", e);
            }
        }
    }

    [Fact]
    public async Task Stop_start_status_and_delete_find_a_project_by_its_tags()
    {
        using (var first = new Terminal(shared.Process))
        {
            first.Write("tagged", Blueprint("tagged"));
            await DoneAsync(first, "deploy", "tagged", "--yes");
        }

        using var other = new Terminal(shared.Process);
        await DoneAsync(other, "stop", "tagged");
        using var third = new Terminal(shared.Process);
        var stopped = await DoneAsync(third, "status", "tagged", "--json");
        using var fourth = new Terminal(shared.Process);
        await DoneAsync(fourth, "start", "tagged");
        using var fifth = new Terminal(shared.Process);
        await DoneAsync(fifth, "delete", "tagged", "--yes");

        Assert.Equal("stopped", (string?)stopped.Json[0]["state"]);
        var left = await fifth.RunAsync("status", "tagged");
        Assert.True(left.ExitCode == ExitCodes.Failed, left.ToString());
        Assert.Contains("Unknown project 'tagged'", left.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        using var first = new Terminal(shared.Process);
        first.Write("kept", Blueprint("kept"));
        await DoneAsync(first, "deploy", "kept", "--yes");
        using var second = new Terminal(shared.Process);
        second.Write("kept", Blueprint("kept"));

        // A name alone owns nothing: the file may be the beginning of another project.
        var plan = await second.RunAsync("plan", "kept");
        var deletion = await second.RunAsync("delete", "kept", "--yes");
        var recovered = await DoneAsync(second, "recover", "kept", "--json");

        Assert.Equal(Blueprint("kept"), await File.ReadAllTextAsync(second.Folder.BlueprintOf("kept"), Ct));
        Assert.False((bool)recovered.Json[0]["blueprint_written"]!);
        Assert.Contains("has no ID", (string)recovered.Json[0]["notes"]![0]!, StringComparison.Ordinal);
        Assert.Contains("pockitect recover kept", plan.Error, StringComparison.Ordinal);
        Assert.Contains("The account already has a project 'kept'", deletion.Error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCodes.Done, plan.ExitCode);
        Assert.NotEqual(ExitCodes.Done, deletion.ExitCode);
        Assert.False(File.Exists(second.Folder.StatusOf("kept")));
        await DoneAsync(first, "delete", "kept", "--yes");
    }

    [Fact]
    public async Task A_file_of_another_project_of_the_same_name_stays_and_is_told_apart()
    {
        using var first = new Terminal(shared.Process);
        first.Write("double", Blueprint("double"));
        await DoneAsync(first, "deploy", "double", "--yes");
        using var second = new Terminal(shared.Process);
        second.Write("double", Blueprint("double").Replace("{name: double,", "{name: double, id: 0123456789ab,", StringComparison.Ordinal));

        var recovered = await DoneAsync(second, "recover", "double");

        Assert.Contains("belongs to another project of this name: its ID is 0123456789ab", recovered.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(second.Folder.StatusOf("double")));
        await DoneAsync(first, "delete", "double", "--yes");
    }

    [Fact]
    public async Task What_is_not_given_back_is_named_and_stands_in_the_file()
    {
        using var first = new Terminal(shared.Process);
        first.Write("keyless", Blueprint("keyless"));
        await DoneAsync(first, "deploy", "keyless", "--yes");
        using var second = new Terminal(shared.Process);

        var recovered = await DoneAsync(second, "recover", "keyless");

        Assert.Contains("keyless: 'key': the private key of ", recovered.Error, StringComparison.Ordinal);
        var file = await File.ReadAllTextAsync(second.Folder.BlueprintOf("keyless"), Ct);
        Assert.Contains("# - 'key': the private key of ", file, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", file, StringComparison.Ordinal);
        // And it is a blueprint: what it describes can be made anew.
        await DoneAsync(second, "delete", "keyless", "--yes");
        await DoneAsync(second, "deploy", "keyless", "--yes");
        await DoneAsync(second, "plan", "keyless");
        await DoneAsync(second, "delete", "keyless", "--yes");
    }

    [Fact]
    public async Task A_project_that_is_nowhere_is_1()
    {
        using var terminal = new Terminal(shared.Process);

        var ran = await terminal.RunAsync("recover", "nowhere");

        Assert.True(ran.ExitCode == ExitCodes.Failed, ran.ToString());
        Assert.Contains("nowhere", ran.Error, StringComparison.Ordinal);
    }

    private static string Blueprint(string name) => Keeper.Replace("NAME", name, StringComparison.Ordinal);

    private static async Task LoseAndRecoverAsync(SandboxProcess sandbox, string blueprint, bool isStopped, bool byTagsAlone)
    {
        using (var reset = await sandbox.Control.PostAsJsonAsync("reset", new { }, Ct)) reset.EnsureSuccessStatusCode();
        var before = await sandbox.InventoryAsync(Ct);
        using (var first = new Terminal(sandbox))
        {
            first.Write("lost", blueprint);
            await DoneAsync(first, "deploy", "lost", "--yes");
            if (isStopped) await DoneAsync(first, "stop", "lost");
        }

        using var second = new Terminal(sandbox);
        await DoneAsync(second, "recover");
        var recovered = await File.ReadAllTextAsync(second.Folder.BlueprintOf("lost"), Ct);
        var plan = await second.RunAsync("plan", "lost");
        Assert.True(plan.ExitCode == ExitCodes.Done, $"{plan}\n{recovered}");
        Assert.True(File.Exists(second.Folder.StatusOf("lost")));

        // By the file that was put together, or once more by nothing but tags.
        using var third = new Terminal(sandbox);
        await DoneAsync(byTagsAlone ? third : second, "delete", "lost", "--yes", "--lift-protection", "--no-final-snapshot", "--empty-buckets");
        Assert.Equal(before, await sandbox.InventoryAsync(Ct));
    }

    private static async Task<Ran> DoneAsync(Terminal terminal, params string[] args)
    {
        var ran = await terminal.RunAsync(args);
        Assert.True(ran.ExitCode == ExitCodes.Done, $"{string.Join(' ', args)}: {ran}");
        return ran;
    }
}
