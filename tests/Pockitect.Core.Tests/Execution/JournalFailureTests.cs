using Pockitect.Core.Commands;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>A journal that can't be written, from any line on: nothing is lost, nothing new is started, and the next deploy gets there.</summary>
public sealed class JournalFailureTests : IDisposable
{
    private const int Lines = 20;

    private static readonly Desired[] desired =
    [
        new("net", new Net { Range = "10.0" }),
        new("part-a", new Part { Net = Ref.To<Net>("net"), Zone = "a" }),
        new("part-b", new Part { Net = Ref.To<Net>("net"), Zone = "b" }),
        new("wall", new Wall { Net = Ref.To<Net>("net"), Rules = [new WallRule { Port = 22 }] }),
        new("box-a", new Box { Part = Ref.To<Part>("part-a"), Walls = [Ref.To<Wall>("wall")], Image = "one" }),
        new("box-b", new Box { Part = Ref.To<Part>("part-b"), Image = "one" }),
    ];

    private readonly House _house = new();

    public static TheoryData<int, bool> Failures => [.. from line in Enumerable.Range(1, Lines) from lasts in new[] { true, false } select (line, lasts)];

    public void Dispose() => _house.Dispose();

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Deploy_whose_journal_fails_loses_no_id_and_the_next_one_completes_it(int line, bool lasts)
    {
        var away = new Fault(FaultKind.Unreachable, "RedisAway", "Redis is away.");
        var lease = new FakeLease(number => number == line || (lasts && number > line) ? away : null);
        var plan = await _house.PlanAsync(desired);
        var operation = new Operation(Operation.NewId(_house.Time.GetUtcNow()), OperationKind.Deploy, "shop", "abcdef123456");

        if (line == 1)
        {
            await Assert.ThrowsAsync<FaultException>(() => RunAsync());
            Assert.Empty(_house.Account.Living);
        }
        else
        {
            var result = await RunAsync();
            Assert.Equal("RedisAway", result.JournalFault?.Code);
            var known = lease.Lines.Concat(result.Unrecorded).ToList();
            Assert.All(_house.Account.Living, row => Assert.Contains(known, text => text.Contains(row.Id, StringComparison.Ordinal)));
            Assert.All(_house.Account.Living, row => Assert.Contains(row.Id, result.Ids.Values));
            Assert.DoesNotContain(result.Outcomes.Values, outcome => outcome is StepOutcome.FailedBecause { Fault.Kind: FaultKind.Bug });
            Assert.False(StatusFactory.Of(plan, operation, result) is Failed { WasCancelled: true });
        }

        var again = await _house.PlanAsync(desired);
        Assert.True((await _house.RunAsync(again)).Succeeded);
        Assert.Equal(desired.Select(resource => resource.LogicalId).Order(), _house.Account.Living.Select(row => row.Tags[OwnershipTags.Resource]).Order());

        Task<OperationResult> RunAsync() => _house.Executor.RunAsync(plan, operation, new TerminateOptions(), _ => { }, CancellationToken.None, lease);
    }

    [Fact]
    public async Task Steps_beside_the_one_whose_journal_line_fails_are_awaited()
    {
        // Each box waits until it is ready; the journal fails while they do.
        var fails = false;
        var lease = new FakeLease(_ => fails ? new Fault(FaultKind.LocalFile, "Full", "No space left on device.") : null);
        _house.Account.OnCall = call =>
        {
            fails |= call is { Type: "Box", HasHappened: true };
            return null;
        };
        var plan = await _house.PlanAsync(desired);

        var result = await _house.Executor.RunAsync(
            plan, new Operation("op", OperationKind.Deploy, "shop", "abcdef123456"), new TerminateOptions(), _ => { }, CancellationToken.None, lease);
        var calls = _house.Account.Calls.Count;

        var boxes = _house.Account.Living.Where(row => row.Spec is Box).ToList();
        Assert.NotEmpty(boxes);
        Assert.All(boxes, box => Assert.Contains(result.Unrecorded, text => text.Contains(box.Id, StringComparison.Ordinal)));
        // The file is closed: everything that used it has ended.
        using (new FileStream(Path.Combine(_house.Folder.Journal, "shop", "op.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Assert.Equal(calls, _house.Account.Calls.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Line_that_the_disk_does_not_take_leaves_no_part_of_it_behind(int taken)
    {
        var path = Path.Combine(_house.Folder.Root, "op.jsonl");
        var operation = new Operation("op", OperationKind.Deploy, "shop", "abcdef123456");
        var disk = new FullDisk(path);
        using (var journal = new Journal(disk, operation, null))
        {
            journal.Append(new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"));
            disk.Free = taken;
            var full = Assert.Throws<FaultException>(() => journal.Append(new Made(DateTimeOffset.UnixEpoch, "create part", "part-1")));
            Assert.Equal((FaultKind.LocalFile, $"Can't write '{path}': No space left on device."), (full.Fault.Kind, full.Message));

            disk.Free = int.MaxValue;
            journal.Append(new Ended(DateTimeOffset.UnixEpoch, OperationOutcome.Failed));
        }

        Assert.Equal([typeof(Made), typeof(Ended)], Journal.Read(path).Select(line => line.GetType()));
    }

    [Fact]
    public async Task Journal_that_failed_takes_no_line_that_announces_a_call()
    {
        using var journal = Journal.Open(_house.Folder, new Operation("op", OperationKind.Deploy, "shop", "abcdef123456"), new FakeLease(number => number == 1 ? new Fault(FaultKind.Unreachable, "RedisAway", "Away.") : null));
        await Assert.ThrowsAsync<FaultException>(() => journal.AppendAsync(new Made(DateTimeOffset.UnixEpoch, "create net", "net-1")));

        await Assert.ThrowsAsync<FaultException>(() => journal.AppendAsync(new Intended(DateTimeOffset.UnixEpoch, "create part", Core.Planning.StepKind.Create, "Fake::House::Part", "eu-west-1", "part", null, "token")));
        await journal.AppendAsync(new Ended(DateTimeOffset.UnixEpoch, OperationOutcome.Failed));

        Assert.Equal([typeof(Made), typeof(Ended)], Journal.Read(journal.Path).Select(line => line.GetType()));
    }

    /// <summary>A file on a disk that takes so many more bytes.</summary>
    private sealed class FullDisk(string path) : FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0)
    {
        public int Free { get; set; } = int.MaxValue;

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, Math.Min(Free, count));
            if (Free < count) throw new IOException($"No space left on device : '{Name}'", 28);
        }
    }
}
