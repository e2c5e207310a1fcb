using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>A command that Redis delivered to this worker, for as long as the worker renews its claim.</summary>
internal sealed class RedisDelivery(
    RedisBus bus, CommandReader reader, RedisValue entry, Envelope command, bool isTakenOver) : Delivery(command)
{
    private ScanComplete? _seen;

    public RedisValue Entry => entry;

    /// <summary>The last progress, for the list of workers.</summary>
    public Progress? Progress { get; private set; }

    /// <summary>Set before any cancellation can arrive.</summary>
    public bool IsHandedOut { get; set; }

    public DateTimeOffset Since { get; } = bus.Time.GetUtcNow();

    public override bool IsTakenOver => isTakenOver;

    public override async Task TellAsync(Envelope status)
    {
        if (status.Data is Progress progress) Progress = progress;
        if (Command.Data is ScanPart)
        {
            // For a part, only its rows are sent; other statuses are about the whole.
            if (status.Data is ScanComplete seen) _seen = seen;
            if (status.Data is not ScanRows) return;
        }

        await DemandAsync(Scripts.Tell, status, []);
    }

    public override Task EndAsync(Envelope last) =>
        Command.Data is ScanPart part ? EndPartAsync(part, last) : DemandAsync(Scripts.End, last, [RedisBus.Seconds(bus.Timing.Memory)]);

    public override async Task<bool> TrySplitAsync(IReadOnlyList<ScanPart> parts)
    {
        if (parts.Count < 2) return false;
        var messages = parts.Select(part => Command.PartOf(part)).SelectMany(part => new RedisValue[] { part.Id, bus.Json.Write(part) });
        var answer = await bus.UntilBackAsync(
            db => db.ScriptEvaluateAsync(
                Scripts.Split,
                [bus.Keys.Commands, bus.Keys.Status, bus.Keys.Done($"{Command.Id}.split")],
                [
                    Keys.Group,
                    entry,
                    reader.Id,
                    Command.Version,
                    bus.Keys.Wake.ToString(),
                    RedisBus.Seconds(bus.Timing.Memory),
                    .. messages,
                ]),
            CancellationToken.None);
        return (int)answer == 1 ? true : throw new TakenOverException();
    }

    public override void Dispose()
    {
        reader.Release(this);
        base.Dispose();
    }

    private async Task DemandAsync(string script, Envelope status, RedisValue[] more)
    {
        var text = bus.Json.Write(status);
        var answer = await bus.UntilBackAsync(
            db => db.ScriptEvaluateAsync(
                script,
                [bus.Keys.Commands, bus.Keys.Status, bus.Keys.Done(Command.Id)],
                [
                    Keys.Group,
                    entry,
                    reader.Id,
                    status.Version,
                    status.RequestId,
                    text,
                    bus.OldestStatus,
                    bus.Keys.Wake.ToString(),
                    .. more,
                ]),
            CancellationToken.None);
        if ((int)answer == 0) throw new TakenOverException();
    }

    /// <summary>
    /// The worker that finishes the last part reports the result of the whole. Its own part is acknowledged after that, so that another
    /// worker can repair a death in between.
    /// </summary>
    private async Task EndPartAsync(ScanPart part, Envelope last)
    {
        var end = last.Data is Completed && _seen is { } seen ? last with { Data = seen } : last;
        var ends = (RedisValue[]?)await bus.UntilBackAsync(
            db => db.ScriptEvaluateAsync(
                Scripts.NotePart,
                [bus.Keys.Parts(Command.RequestId)],
                [part.Part, bus.Json.Write(end), part.Parts, RedisBus.Seconds(bus.Timing.Memory)]),
            CancellationToken.None) ?? [];
        if (ends.Length > 0)
            await EndWholeAsync([.. ends.Select(text => bus.Json.Read(text.ToString(), Command.Version).Envelope?.Data).OfType<Status>()]);
        await bus.UntilBackAsync(
            async db =>
            {
                await db.StringSetAsync(bus.Keys.Done(Command.Id), bus.Json.Write(last), bus.Timing.Memory);
                return await db.ScriptEvaluateAsync(Scripts.Forget, [bus.Keys.Commands], [Keys.Group, entry]);
            },
            CancellationToken.None);
    }

    private async Task EndWholeAsync(IReadOnlyList<Status> ends)
    {
        var (complete, last) = ScanTotals.Of(ends);
        var now = bus.Time.GetUtcNow();
        await bus.UntilBackAsync(
            db => db.ScriptEvaluateAsync(
                Scripts.EndWhole,
                [bus.Keys.Status, bus.Keys.Done(Command.RequestId)],
                [
                    Command.Version, Command.RequestId, bus.Json.Write(
                        Command.Answer(complete, now)), bus.Json.Write(Command.Answer(last, now)),
                    bus.OldestStatus, bus.Keys.Wake.ToString(), RedisBus.Seconds(bus.Timing.Memory),
                ]),
            CancellationToken.None);
    }
}
