using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;

namespace Pockitect.Redis.Tests;

/// <summary>Several workers and clients on one account, while wires are cut and Redis is killed.</summary>
public sealed class CrewTests(RedisFixture redis)
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_worker_that_is_cut_off_is_followed_by_another_and_nothing_is_made_twice(int after)
    {
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(redis.Server, _prefix, account);
        await using var first = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();
        var made = 0;
        account.OnCall = call =>
        {
            if (call is { Verb: "create", HasHappened: true } && ++made == after) first.Wire.Cut();
            return null;
        };

        var request = await DeployAsync(client, "shop");
        await Eventually.HoldsAsync(() => Volatile.Read(ref made) >= after, Ct);
        await using var second = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        var last = await heard.ReadAllAsync(Ct).FirstAsync(status => status.RequestId == request.Id && status.Data is Status { IsLast: true }, Ct);
        first.Wire.Mend();

        Assert.IsType<Completed>(last.Data);
        Assert.Equal(6, account.Living.Count);
        Assert.Equal(6, account.Calls.Count(call => call.StartsWith("create", StringComparison.Ordinal)));
        await client.Work.Projects.FetchAsync("shop", client.Folder, Ct);
        var record = Assert.Single(new OperationHistory(client.Folder).Of("shop"));
        Assert.Equal((OperationOutcome.Completed, request.Id), (record.Outcome, record.Request));
    }

    [Theory]
    [InlineData("delete", "delete", 0)]
    [InlineData("delete of a selection", "delete", 4)]
    [InlineData("stop", "stop", 6)]
    [InlineData("resume", "create", 6)]
    [InlineData("undo", "delete", 0)]
    public async Task Whatever_a_worker_was_at_another_brings_to_its_end(string what, string verb, int living)
    {
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(redis.Server, _prefix, account);
        await using var first = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();
        var isHalf = what is "resume" or "undo";
        account.OnCall = call => isHalf && call is { Verb: "create", Resource: "box-1" } ? new Fault(FaultKind.Invalid, "No", "Not this one.") : null;
        var deploy = await EndAsync(heard, await DeployAsync(client, "shop"));
        Assert.Equal(isHalf, deploy is Failed);

        var done = new System.Collections.Concurrent.ConcurrentQueue<string>();
        account.OnCall = call =>
        {
            if (call.HasHappened) done.Enqueue($"{call.Verb} {call.Resource}");
            if (call.Verb == verb && call.HasHappened) first.Wire.Cut();
            return null;
        };
        var request = Envelope.Command(await CommandAsync(client, what), what == "delete of a selection" ? null : "shop", TimeProvider.System.GetUtcNow());
        await client.Bus.SendAsync(request, Ct);
        await Eventually.HoldsAsync(() => done.Any(call => call.StartsWith(verb, StringComparison.Ordinal)), Ct);
        await using var second = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        var last = await EndAsync(heard, request);
        first.Wire.Mend();

        Assert.True(last is Completed, $"{last}");
        Assert.True(living == account.Living.Count, $"{last}: {string.Join(", ", done)}");
        Assert.Equal(what == "stop", account.Living.Any(row => row.Phase is Core.Resources.Phase.Stopped));
        // What was done before the wire was cut is not done again.
        Assert.Equal(done.Distinct(StringComparer.Ordinal), done);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wish_to_stop_is_heeded_by_whoever_has_the_command(bool isTakenOver)
    {
        var account = new FakeAccount();
        await using var client = await Member.JoinAsync(redis.Server, _prefix, account);
        await using var first = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        using var heard = client.Bus.Subscribe();
        using var isMade = new SemaphoreSlim(0);
        using var goesOn = new SemaphoreSlim(0);
        account.OnCall = call =>
        {
            if (call is not { Verb: "create", Resource: "net", HasHappened: true }) return null;
            if (isTakenOver) first.Wire.Cut();
            isMade.Release();
            goesOn.Wait(Ct);
            return null;
        };

        var request = await DeployAsync(client, "shop");
        await isMade.WaitAsync(Ct);
        var cancel = Envelope.Command(new Cancel(request.RequestId), "shop", TimeProvider.System.GetUtcNow());
        await client.Bus.SendAsync(cancel, Ct);
        // To the one who is there it gets at once, and is acknowledged while the step still runs.
        if (!isTakenOver) Assert.IsType<Completed>(await EndAsync(heard, cancel));
        goesOn.Release();
        await using var second = (await Member.JoinAsync(redis.Server, _prefix, account)).Start();
        var last = await EndAsync(heard, request);
        first.Wire.Mend();

        Assert.True(last is Failed { WasCancelled: true }, $"{last}");
        Assert.Equal(["net"], account.Living.Select(row => row.Tags[Core.Resources.OwnershipTags.Resource]));
        await client.Work.Projects.FetchAsync("shop", client.Folder, Ct);
        var record = Assert.Single(client.History.Of("shop"));
        // Whoever takes it over begins nothing, not even its journal's end: a person is asked, as after a crash.
        Assert.Equal((isTakenOver ? null : OperationOutcome.Cancelled, true), (record.Outcome, record.IsUnfinished));
    }

    [Fact]
    public async Task Whatever_is_cut_or_killed_every_command_is_done_once_and_every_client_hears_its_end()
    {
        await using var server = await RedisServer.StartAsync(Ct);
        var account = new FakeAccount();
        await using var one = await Member.JoinAsync(server, _prefix, account);
        await using var other = await Member.JoinAsync(server, _prefix, account);
        var workers = new List<Member>();
        for (var count = 0; count < 3; count++) workers.Add((await Member.JoinAsync(server, _prefix, account)).Start());

        using var heardByOne = one.Bus.Subscribe();
        using var heardByOther = other.Bus.Subscribe();
        const int Commands = 24;
        var hearing = Task.WhenAll(EndsAsync(heardByOne, Commands), EndsAsync(heardByOther, Commands));
        var random = new Random(7);
        var sending = Task.Run(
            async () =>
            {
                for (var number = 0; number < Commands; number++) await DeployAsync(number % 2 == 0 ? one : other, $"shop-{number:00}", number);
            },
            Ct);
        for (var round = 0; round < 3; round++)
        {
            await RealTime.PassAsync(random.Next(300), Ct);
            var unlucky = workers[random.Next(3)];
            unlucky.Wire.Cut();
            await RealTime.PassAsync(random.Next(round == 1 ? 3500 : 400), Ct);
            unlucky.Wire.Mend();
            if (round != 0) continue;
            await server.KillAsync();
            await RealTime.PassAsync(300, Ct);
            await server.RunAsync(Ct);
        }

        await sending;
        var ends = await hearing;
        foreach (var worker in workers) await worker.DisposeAsync();

        Assert.All(ends, heard => Assert.Equal(Commands, heard.Select(end => end.RequestId).Distinct().Count()));
        Assert.All(ends.SelectMany(heard => heard), end => Assert.IsType<Completed>(end.Data));
        Assert.Equal(Commands * 6, account.Living.Count);
        Assert.Equal(Commands * 6, account.Calls.Count(call => call.StartsWith("create", StringComparison.Ordinal)));
    }

    /// <summary>What a person at this client approves, after a look.</summary>
    private static async Task<Command> CommandAsync(Member client, string what)
    {
        await client.Work.Projects.FetchAsync("shop", client.Folder, Ct);
        await File.WriteAllTextAsync(client.Folder.BlueprintOf("shop"), Project("shop", 0), Ct);
        var shop = new ProjectIdentity("shop", "abcdef000000", ["eu-west-1"]);
        var all = new TerminateOptions();
        switch (what)
        {
            case "delete":
                var plan = await client.Planners.Delete.PlanAsync(shop, all, Ct);
                return new Terminate(plan.Fingerprint, null, all) { Blueprint = SentBlueprint.Of(Project("shop", 0)) };
            case "delete of a selection":
                var rows = await client.Reader.ReadAsync(shop, Ct);
                var boxes = rows.Where(row => row.Type.EndsWith("Box", StringComparison.Ordinal)).Select(row => row.Id);
                var selection = new ResourceSelection("eu-west-1", [.. boxes]);
                return new Terminate((await client.Planners.Delete.PlanAsync(selection, all, Ct)).Fingerprint, selection, all);
            case "stop":
                return new Power(On: false) { Blueprint = SentBlueprint.Of(Project("shop", 0)) };
            case "resume":
                return new Resume((await client.Recovery.PlanResumeAsync(client.History.Unfinished("shop")!, Ct)).Fingerprint) { Blueprint = SentBlueprint.Of(Project("shop", 0)) }; // It has failed.
            default:
                return new Undo((await client.Recovery.PlanUndoAsync(client.History.Unfinished("shop")!, Ct)).Fingerprint) { Blueprint = SentBlueprint.Of(Project("shop", 0)) };
        }
    }

    private static async Task<Status> EndAsync(IStatusSubscription heard, Envelope request)
    {
        var last = await heard.ReadAllAsync(Ct).FirstAsync(status => status.RequestId == request.RequestId && status.Data is Status { IsLast: true }, Ct);
        return (Status)last.Data;
    }

    private static async Task<IReadOnlyList<Envelope>> EndsAsync(IStatusSubscription heard, int count)
    {
        var ends = new Dictionary<string, Envelope>(StringComparer.Ordinal);
        await foreach (var status in heard.ReadAllAsync(Ct))
        {
            if (status.Data is not Status { IsLast: true }) continue;
            ends[status.RequestId] = status;
            if (ends.Count == count) break;
        }

        return [.. ends.Values];
    }

    /// <summary>Sends what a person at this client has approved.</summary>
    internal static async Task<Envelope> DeployAsync(Member client, string slug, int number = 0)
    {
        var text = Project(slug, number);
        var blueprint = Core.Blueprints.Documents.BlueprintReader.Read(text, client.Cloud.Catalog).Blueprint ?? throw new InvalidOperationException("The blueprint is none.");
        var plan = await client.Planners.Deploy.PlanAsync(blueprint, Ct);
        Assert.Empty(plan.Refusals);
        var request = Envelope.Command(new Deploy(plan.Fingerprint) { Blueprint = SentBlueprint.Of(text) }, slug, TimeProvider.System.GetUtcNow());
        await client.Bus.SendAsync(request, Ct);
        return request;
    }

    private static string Project(string slug, int number) => $$"""
        project: {name: {{slug}}, id: abcdef{{number:000000}}, region: eu-west-1}
        resources:
          net: {type: "Fake::House::Net", properties: {Range: 10.{{number}}.0.0/16 } }
          part-1: {type: "Fake::House::Part", properties: { Net: net } }
          part-2: {type: "Fake::House::Part", properties: { Net: net } }
          door: {type: "Fake::House::Door", properties: { Net: net } }
          box-1: {type: "Fake::House::Box", properties: { Part: part-1 } }
          box-2: {type: "Fake::House::Box", properties: { Part: part-2 } }

        """;
}
