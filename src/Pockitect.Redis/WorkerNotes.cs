using System.Text.Json;
using Pockitect.Core;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>Who a worker is.</summary>
/// <param name="Id">Its name among all, which no other has.</param>
/// <param name="AtOnce">How many commands it carries out at the same time.</param>
public sealed record WorkerProfile(string Id, string Host, int Process, string Pockitect, int AtOnce)
{
    /// <summary>How many commands one worker carries out at the same time, where nobody says otherwise.</summary>
    public const int DefaultAtOnce = 16;

    public static WorkerProfile OfThisProcess(string version, int atOnce = DefaultAtOnce) => new(
        $"{Short(Environment.MachineName)}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}", Environment.MachineName, Environment.ProcessId, version, atOnce);

    private static string Short(string host) => new([.. host.Where(char.IsAsciiLetterOrDigit).Take(20)]);
}

/// <summary>What a worker is at.</summary>
public sealed record WorkerTask(string Command, string? Project, string Request, DateTimeOffset Since, int? Step, int? Total, string? Resource)
{
    internal static WorkerTask Of(RedisDelivery delivery) => new(
        delivery.Command.Data.GetType().Name, delivery.Command.Project, delivery.Command.RequestId, delivery.Since,
        delivery.Progress?.Step, delivery.Progress?.Total, delivery.Progress?.Resource);
}

/// <summary>What a worker last said of itself.</summary>
public sealed record WorkerNote(WorkerProfile Worker, DateTimeOffset Began, DateTimeOffset At, IReadOnlyList<WorkerTask> Tasks);

/// <summary>The workers of an account, as they say of themselves that they are there.</summary>
internal sealed class WorkerNotes(RedisBus bus)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task WriteAsync(WorkerNote note)
    {
        await bus.Database.StringSetAsync(bus.Keys.Worker(note.Worker.Id), JsonSerializer.Serialize(note), Kept);
        await bus.Database.SortedSetAddAsync(bus.Keys.Workers, note.Worker.Id, note.At.ToUnixTimeMilliseconds());
    }

    public async Task RemoveAsync(string id)
    {
        await bus.Database.SortedSetRemoveAsync(bus.Keys.Workers, id);
        await bus.Database.KeyDeleteAsync(bus.Keys.Worker(id));
    }

    /// <summary>Those who are there, and those who fell silent within the last hour, the latest first.</summary>
    public async Task<IReadOnlyList<WorkerNote>> ReadAsync()
    {
        await bus.Database.SortedSetRemoveRangeByScoreAsync(bus.Keys.Workers, double.NegativeInfinity, (bus.Time.GetUtcNow() - Kept).ToUnixTimeMilliseconds());
        var ids = await bus.Database.SortedSetRangeByRankAsync(bus.Keys.Workers, 0, 999, Order.Descending);
        if (ids.Length == 0) return [];
        var notes = await bus.Database.StringGetAsync([.. ids.Select(id => bus.Keys.Worker(id.ToString()))]);
        return [.. notes.Where(note => !note.IsNull).Select(Read).OfType<WorkerNote>()];
    }

    private static WorkerNote? Read(RedisValue text)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerNote>(text.ToString()) is { Worker.Id: not null, Tasks: not null } note ? note : null;
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            // Of another version; it is listed by that one.
            return null;
        }
    }
}
