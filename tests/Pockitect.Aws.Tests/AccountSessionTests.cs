using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Aws.Tests;

/// <summary>An account session's life, without a network.</summary>
public sealed class AccountSessionTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-session-");
    private readonly AccountSessionOptions _options;

    public AccountSessionTests() => _options = new AccountSessionOptions
    {
        Account = AwsAccount.Sandbox(new Uri("http://localhost:1")),
        Folder = new DataFolder(_home.FullName),
        Logs = new NullLoggerFactory(),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Session_that_was_only_created_has_started_nothing()
    {
        var shared = new UnreachableWork();
        var before = Files();

        await using (var session = AccountSession.Create(_options with { Share = _ => shared.Open(), FollowsBlueprints = true }))
        {
            Assert.Equal(0, shared.Opened);
            Assert.Throws<InvalidOperationException>(() => session.Commands);
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.Completion);
        }

        Assert.Equal(0, shared.Opened);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Session_that_fails_to_start_leaves_nothing_running(bool followsBlueprints)
    {
        var shared = new UnreachableWork();
        var options = _options with { Share = _ => shared.Open(), FollowsBlueprints = followsBlueprints };
        await using var session = AccountSession.Create(options);

        await Assert.ThrowsAsync<FaultException>(() => session.StartAsync(Ct));

        Assert.Equal((1, 1), (shared.Opened, shared.Disposed));
        Assert.Throws<InvalidOperationException>(() => session.Commands);
        Assert.False(shared.IsRead);
    }

    [Fact]
    public async Task Session_whose_start_was_canceled_connects_to_no_one()
    {
        var shared = new UnreachableWork();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AccountSession.OpenAsync(_options with { Share = _ => shared.Open() }, canceled.Token));

        Assert.Equal(0, shared.Opened);
    }

    [Fact]
    public async Task Session_starts_once_and_its_worker_ends_when_it_is_closed()
    {
        var session = AccountSession.Create(_options);
        await session.StartAsync(Ct);
        var worker = session.Completion;

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.StartAsync(Ct));
        Assert.False(worker.IsCompleted);
        await session.DisposeAsync();
        await session.DisposeAsync();

        Assert.True(worker.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Blueprints_that_another_program_changes_are_refreshed_once_and_own_writes_are_not()
    {
        await using var session = await AccountSession.OpenAsync(_options with { FollowsBlueprints = true }, Ct);
        using var statuses = session.Commands.Subscribe();
        var folder = session.Folder;

        await AtomicFile.WriteAsync(folder.BlueprintOf("ours"), "project: {name: ours, region: eu-west-1}\n", Ct);
        await File.WriteAllTextAsync(folder.StatusOf("theirs"), "state: running\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Projects, "No Name.yaml"), "project: {}\n", Ct);
        await File.WriteAllTextAsync(folder.BlueprintOf("theirs"), "project: {name: theirs, region: eu-west-1}\n", Ct);
        await EndAsync(statuses, "theirs");
        File.Move(folder.BlueprintOf("theirs"), folder.BlueprintOf("renamed"));
        await EndAsync(statuses, "renamed", "theirs");
        File.Delete(folder.BlueprintOf("renamed"));
        await EndAsync(statuses, "renamed");
    }

    /// <summary>Checks that the next commands that end are about these projects, in any order, and succeed.</summary>
    private static async Task EndAsync(IStatusSubscription statuses, params string[] projects)
    {
        var ended = await statuses.ReadAllAsync(Ct)
            .Where(status => status.Data is Status { IsLast: true }).Take(projects.Length).ToListAsync(Ct);
        Assert.Equal(projects, ended.Select(status => status.Project).Order(StringComparer.Ordinal));
        Assert.All(ended, status => Assert.IsType<Completed>(status.Data));
    }

    private List<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(_home.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Work shared over a bus that can't be reached.</summary>
    private sealed class UnreachableWork : SharedWork, IBus
    {
        public int Opened { get; private set; }

        public int Disposed { get; private set; }

        /// <summary>Whether a worker has read commands.</summary>
        public bool IsRead { get; private set; }

        public override IBus Bus => this;

        public override SharedProjects Projects => SharedProjects.None;

        public UnreachableWork Open()
        {
            Opened++;
            return this;
        }

        public Task SendAsync(Envelope command, CancellationToken ct) => throw Unreachable();

        public IAsyncEnumerable<Delivery> CommandsAsync(CancellationToken ct)
        {
            IsRead = true;
            throw Unreachable();
        }

        public Task PublishAsync(Envelope status, CancellationToken ct) => throw Unreachable();

        public IStatusSubscription Subscribe(bool fromStart = false) => throw Unreachable();

        public override ValueTask DisposeAsync()
        {
            Disposed++;
            return ValueTask.CompletedTask;
        }

        private static FaultException Unreachable() => new(new Fault(FaultKind.Unreachable, "Away", "The workers are unreachable."));
    }
}
