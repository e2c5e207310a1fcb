using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;
using StackExchange.Redis;

namespace Pockitect.Redis.Tests;

/// <summary>A Redis that answers and refuses, and entries that nobody can read: nothing waits forever, and every project is free afterward.</summary>
public sealed class RefusalTests(RedisFixture redis)
{
    private static readonly Timing Hasty = RedisFixture.Quick with { Patience = TimeSpan.FromSeconds(1) };

    private readonly string _prefix = $"t{Guid.NewGuid():N}:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RedisKey Lease => $"{_prefix}lease:{{111122223333}}:shop";

    private RedisKey Commands => $"{_prefix}commands:{{111122223333}}";

    [Fact]
    public async Task Entries_that_nobody_can_read_are_put_aside_and_end_no_worker()
    {
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(redis.Server, _prefix, account);
        await using var first = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        await using var second = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();
        await using var raw = await RedisFixture.JoinAsync(redis.Server, _prefix);
        var db = raw.Redis.Database;
        NameValueEntry[][] poison =
        [
            [new("v", "abc"), new("id", "p1"), new("m", "{}")],
            [new("v", "1.5"), new("id", "p2"), new("m", "{}")],
            [new("v", "99999999999999999999"), new("m", "{}")],
            [new("v", 1), new("id", "p4"), new("m", "\0\u0001")],
            [new("v", 1), new("id", "p5"), new("m", "[[[[")],
            [new("x", "y")],
        ];
        foreach (var entry in poison) await db.StreamAddAsync(Commands, entry);

        var request = Envelope.Command(new ScanAllRegions(new Core.Inventory.ScanRequest()), null, TimeProvider.System.GetUtcNow());
        await client.Bus.SendAsync(request, Ct);
        var last = await heard.ReadAllAsync(Ct).FirstAsync(status => status.RequestId == request.Id && status.Data is Status { IsLast: true }, Ct);

        Assert.IsType<Completed>(last.Data);
        await Eventually.HoldsAsync(async () => await db.StreamLengthAsync(Commands) == 0, Ct);
        var aside = await db.StreamRangeAsync($"{_prefix}refused:{{111122223333}}");
        Assert.Equal(poison.Length, aside.Length);
        Assert.All(aside, entry => Assert.NotEqual("", entry["why"].ToString()));
    }

    [Fact]
    public async Task A_worker_that_can_take_nothing_ends_with_what_redis_says()
    {
        await using var one = await RedisFixture.JoinAsync(redis.Server, _prefix, Hasty);
        await one.Redis.Database.StringSetAsync(Commands, "no stream");

        var ended = await Assert.ThrowsAsync<FaultException>(async () =>
        {
            await foreach (var delivery in one.Work.Bus.CommandsAsync(Ct)) delivery.Dispose();
        });

        Assert.Contains("refuses commands (WRONGTYPE", ended.Message, StringComparison.Ordinal);
        Assert.Contains("This worker exited because it could not take commands", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_rights_are_given_back_in_time_goes_on()
    {
        await using var server = await RedisServer.StartAsync(Ct);
        await using var admin = await RedisFixture.JoinAsync(server, _prefix);
        await admin.Redis.Database.ExecuteAsync("ACL", "SETUSER", "default", "-xreadgroup", "-xautoclaim");
        await using var worker = await RedisFixture.JoinAsync(server, _prefix);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = Task.Run(async () => await worker.Work.Bus.CommandsAsync(stop.Token).FirstAsync(stop.Token), Ct);

        await admin.Work.Bus.SendAsync(Envelope.Command(new Keep(), "shop", TimeProvider.System.GetUtcNow()), Ct);
        await admin.Redis.Database.ExecuteAsync("ACL", "SETUSER", "default", "+@all");

        using var delivery = await first;
        Assert.IsType<Keep>(delivery.Command.Data);
    }

    [Theory]
    [InlineData("OOM")]
    [InlineData("NOREPLICAS")]
    [InlineData("NOPERM")]
    [InlineData("NOAUTH")]
    [InlineData("READONLY")]
    [InlineData("LOADING")]
    public async Task A_refusal_in_mid_deploy_loses_nothing_and_holds_nobody_up_when_it_passes(string code)
    {
        await using var refusal = await Refusal.PrepareAsync(code, Ct);
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(refusal.Server, _prefix, account);
        await using var worker = (await Member.JoinAsync(refusal.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();
        using var made = new SemaphoreSlim(0);
        account.OnCall = call =>
        {
            if (call is not { Verb: "create", Resource: "net", HasHappened: true }) return null;
            try
            {
                refusal.Begin();
            }
            finally
            {
                made.Release();
            }

            return null;
        };

        var request = await CrewTests.DeployAsync(client, "shop");
        await made.WaitAsync(Ct);
        // As long as it lasts nothing new is sent: the line that announces it can't be written.
        await RealTime.PassAsync(RedisFixture.Quick.Lease, Ct);
        Assert.Single(account.Living);
        await refusal.EndAsync();
        var last = await heard.ReadAllAsync(Ct).FirstAsync(status => status.RequestId == request.Id && status.Data is Status { IsLast: true }, Ct);

        Assert.IsType<Completed>(last.Data);
        Assert.Equal(6, account.Living.Count);
        Assert.Equal(6, account.Calls.Count(call => call.StartsWith("create", StringComparison.Ordinal)));
        Assert.True(await refusal.IsGoneAsync(Lease, Ct));
    }

    [Theory]
    [InlineData("OOM")]
    [InlineData("NOREPLICAS")]
    [InlineData("NOPERM")]
    [InlineData("NOAUTH")]
    [InlineData("READONLY")]
    [InlineData("LOADING")]
    public async Task Idle_workers_take_commands_again_after_a_refusal(string code)
    {
        await using var refusal = await Refusal.PrepareAsync(code, Ct);
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(refusal.Server, _prefix, account);
        await using var worker = (await Member.JoinAsync(refusal.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();

        refusal.Begin();
        await RealTime.PassAsync(RedisFixture.Quick.Dead, Ct);
        await refusal.EndAsync();
        var request = await CrewTests.DeployAsync(client, "shop");
        var last = await heard.ReadAllAsync(Ct).FirstAsync(status => status.RequestId == request.Id && status.Data is Status { IsLast: true }, Ct);

        Assert.IsType<Completed>(last.Data);
        Assert.True(await refusal.IsGoneAsync(Lease, Ct));
    }

    [Theory]
    [InlineData("NOAUTH", "Redis at")]
    [InlineData("READONLY", "refuses commands (READONLY")]
    [InlineData("LOADING", "Redis at")]
    public async Task A_refusal_that_outlasts_the_patience_ends_work_and_workers_with_its_reason_and_frees_the_project(string code, string reason)
    {
        await using var refusal = await Refusal.PrepareAsync(code, Ct);
        await using var one = await RedisFixture.JoinAsync(refusal.Server, _prefix, Hasty);
        var (lease, _) = await one.Work.Projects.TryTakeAsync("shop", "deploy", "r1", Ct);
        var reading = ReadAsync(one);

        refusal.Begin();
        var ended = await Assert.ThrowsAsync<FaultException>(() => lease!.AppendAsync(new Operation("op", OperationKind.Deploy, "shop", "abcdef123456"), "line"));
        var idle = await Assert.ThrowsAsync<FaultException>(() => reading);
        await lease!.DisposeAsync();
        await refusal.EndAsync();

        Assert.Contains("shop was not changed further", ended.Message, StringComparison.Ordinal);
        Assert.Contains("This worker exited because it could not take commands", idle.Message, StringComparison.Ordinal);
        Assert.All([ended, idle], fault => Assert.Contains(reason, fault.Message, StringComparison.Ordinal));
        Assert.True(await refusal.IsGoneAsync(Lease, Ct));
    }

    [Fact]
    public async Task A_refusal_that_lasts_ends_the_work_names_it_and_frees_the_project()
    {
        await using var one = await RedisFixture.JoinAsync(redis.Server, _prefix, Hasty);
        var (lease, _) = await one.Work.Projects.TryTakeAsync("shop", "deploy", "r1", Ct);
        await one.Redis.Database.StringSetAsync($"{_prefix}journal:{{111122223333}}:shop:op", "no stream");

        var ended = await Assert.ThrowsAsync<FaultException>(() => lease!.AppendAsync(new Operation("op", OperationKind.Deploy, "shop", "abcdef123456"), "line"));
        await lease!.DisposeAsync();

        Assert.Contains("WRONGTYPE", ended.Message, StringComparison.Ordinal);
        Assert.False(await one.Redis.Database.KeyExistsAsync($"{_prefix}lease:{{111122223333}}:shop"));
    }

    [Fact]
    public async Task Statuses_that_cannot_be_read_end_with_what_redis_says()
    {
        await using var one = await RedisFixture.JoinAsync(redis.Server, _prefix, Hasty);
        using var heard = one.Work.Bus.Subscribe();
        await one.Redis.Database.StringSetAsync($"{_prefix}status:{{111122223333}}", "no stream");

        var ended = await Assert.ThrowsAsync<FaultException>(async () => await heard.ReadAllAsync(Ct).FirstAsync(Ct));

        Assert.Contains("refuses commands (WRONGTYPE", ended.Message, StringComparison.Ordinal);
    }

    private static async Task ReadAsync(Computer worker)
    {
        await foreach (var delivery in worker.Work.Bus.CommandsAsync(Ct)) delivery.Dispose();
    }
}
