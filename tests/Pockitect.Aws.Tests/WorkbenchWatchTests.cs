using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Files;

namespace Pockitect.Aws.Tests;

/// <summary>What people do to their files outside, as the worker hears of it. Nobody is asked for it: there is no AWS here.</summary>
public sealed class WorkbenchWatchTests : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-follow-");
    private readonly Workbench _bench;

    public WorkbenchWatchTests()
    {
        _bench = new Workbench(AwsAccount.Sandbox(new Uri("http://localhost:1")), new DataFolder(_home.FullName), new NullLoggerFactory(), TimeProvider.System);
        _bench.FollowBlueprints();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_blueprint_that_somebody_else_changes_is_noted_once_and_our_own_writes_are_not()
    {
        using var heard = _bench.Bus.Subscribe();

        await AtomicFile.WriteAsync(_bench.Folder.BlueprintOf("ours"), "project: {name: ours, region: eu-west-1}\n", Ct);
        await File.WriteAllTextAsync(_bench.Folder.StatusOf("theirs"), "state: running\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(_bench.Folder.Projects, "No Name.yaml"), "project: {}\n", Ct);
        await File.WriteAllTextAsync(_bench.Folder.BlueprintOf("theirs"), "project: {name: theirs, region: eu-west-1}\n", Ct);
        await HearAsync(heard, "theirs");
        File.Move(_bench.Folder.BlueprintOf("theirs"), _bench.Folder.BlueprintOf("renamed"));
        await HearAsync(heard, "renamed", "theirs");
        File.Delete(_bench.Folder.BlueprintOf("renamed"));
        await HearAsync(heard, "renamed");
    }

    /// <summary>The next that end are about these projects, in any order, and end well.</summary>
    private static async Task HearAsync(IStatusSubscription heard, params string[] projects)
    {
        var ended = await heard.ReadAllAsync(Ct).Where(said => said.Data is Status { IsLast: true }).Take(projects.Length).ToListAsync(Ct);
        Assert.Equal(projects, ended.Select(said => said.Project).Order(StringComparer.Ordinal));
        Assert.All(ended, said => Assert.IsType<Completed>(said.Data));
    }
}
