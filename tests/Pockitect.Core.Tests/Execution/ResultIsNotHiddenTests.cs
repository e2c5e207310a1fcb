using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>What fails after AWS did everything is a note on the result, and never hides it.</summary>
public sealed class ResultIsNotHiddenTests : IDisposable
{
    private static readonly Desired[] desired = [new("net", new Net { Range = "10.0" }), new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" })];

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Deploy_succeeds_when_nothing_of_it_can_be_reported()
    {
        var completed = Assert.IsType<Completed>(await DeployAsync(_ => throw new FaultException(new Fault(FaultKind.Unreachable, "Away", "Redis is away."))));

        Assert.StartsWith("2 created.", completed.Summary, StringComparison.Ordinal);
        Assert.Contains("Can't report its progress: Redis is away.", completed.Summary, StringComparison.Ordinal);
        Assert.Contains("Can't refresh the status", completed.Summary, StringComparison.Ordinal);
        Assert.False(ProjectLock.IsHeld(_house.Folder, "shop"));
    }

    [Fact]
    public async Task Deploy_succeeds_when_its_status_can_not_be_reported()
    {
        var completed = Assert.IsType<Completed>(await DeployAsync(status => status is ProjectStatusChanged ? throw new InvalidOperationException("oops") : Task.CompletedTask));

        Assert.StartsWith("2 created. Can't refresh the status; run `pockitect status` to refresh it: ", completed.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_succeeds_when_durations_can_not_be_saved()
    {
        Directory.CreateDirectory(Path.Combine(_house.Folder.Cache, "durations.json"));

        var completed = Assert.IsType<Completed>(await DeployAsync(_ => Task.CompletedTask));

        Assert.Contains("Can't save step durations, so estimates are unchanged: ", completed.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS", completed.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_succeeds_when_aws_can_not_be_scanned_afterward()
    {
        var isOver = false;
        _house.Account.OnAsked = () => isOver ? new Fault(FaultKind.SignIn, "Expired", "Your sign-in has expired.") : null;

        var completed = Assert.IsType<Completed>(await DeployAsync(status =>
        {
            isOver |= status is Progress { Phase: "done", Step: 2 };
            return Task.CompletedTask;
        }));

        Assert.Contains("Can't refresh the status; run `pockitect status` to refresh it: Your sign-in has expired.", completed.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_that_was_taken_over_is_left_to_the_other_worker()
    {
        await Assert.ThrowsAsync<TakenOverException>(() => DeployAsync(_ => throw new TakenOverException()));

        Assert.False(ProjectLock.IsHeld(_house.Folder, "shop"));
    }

    [Fact]
    public async Task Project_is_free_and_the_result_told_when_its_lease_can_not_be_given_back()
    {
        var shared = new OneLease(new FakeLease { OnRelease = new InvalidOperationException("NOREPLICAS Not enough good replicas to write.") });
        var handlers = _house.HandlersWith(shared);
        var plan = await _house.PlanAsync(desired);

        var completed = Assert.IsType<Completed>(
            await handlers.HandleAsync(new Deploy(plan.Fingerprint), new CommandContext("shop", _ => Task.CompletedTask), Ct));

        Assert.StartsWith("2 created. The shared lock could not be released and expires by itself: ", completed.Summary, StringComparison.Ordinal);
        Assert.False(ProjectLock.IsHeld(_house.Folder, "shop"));
    }

    [Fact]
    public async Task Journal_that_can_not_be_begun_is_a_local_error_and_changes_nothing()
    {
        var plan = await _house.PlanAsync(desired);
        // A file stands where the folder of the journals has to be.
        await File.WriteAllTextAsync(Path.Combine(_house.Folder.Journal, "shop"), "", Ct);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Ct));

        Assert.Equal(FaultKind.LocalFile, _house.Cloud.FaultOf(refused).Kind);
        Assert.Empty(_house.Account.Living);
        Assert.False(ProjectLock.IsHeld(_house.Folder, "shop"));
    }

    [Fact]
    public void Failures_of_local_files_are_told_from_those_of_a_network()
    {
        var missing = Assert.ThrowsAny<IOException>(() => File.ReadAllText(Path.Combine(_house.Folder.Root, "nothing")));

        Assert.Equal(FaultKind.LocalFile, LocalFiles.FaultOf(missing)?.Kind);
        Assert.Equal("Can't use a local file: No space left on device.", LocalFiles.FaultOf(new IOException("No space left on device", 28))?.Message);
        Assert.Null(LocalFiles.FaultOf(new IOException("Unable to read data from the transport connection.", new System.Net.Sockets.SocketException(104))));
        Assert.Null(LocalFiles.FaultOf(new IOException("Received an unexpected EOF or 0 bytes from the transport stream.")));
        Assert.Null(LocalFiles.FaultOf(new HttpRequestException("No route to host")));
    }

    private async Task<Status> DeployAsync(Func<Status, Task> tell)
    {
        var plan = await _house.PlanAsync(desired);
        return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), tell, Ct);
    }

    private sealed class OneLease(ProjectLease lease) : SharedProjects
    {
        public override Task<(ProjectLease? Lease, string? Holder)> TryTakeAsync(string project, string doing, string? request, CancellationToken ct) =>
            Task.FromResult<(ProjectLease?, string?)>((lease, null));

        public override Task FetchAsync(string project, DataFolder folder, CancellationToken ct) => Task.CompletedTask;
    }
}
