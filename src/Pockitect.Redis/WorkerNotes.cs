using System.Text.Json;
using Pockitect.Core.Files;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>A worker's profile.</summary>
/// <param name="Id">The unique name.</param>
/// <param name="AtOnce">The number of commands it runs at the same time.</param>
public sealed record WorkerProfile(string Id, string Host, int Process, string Pockitect, int AtOnce)
{
    /// <summary>The default number of commands that a worker runs at the same time.</summary>
    public const int DefaultAtOnce = 16;

    public static WorkerProfile OfThisProcess(string version, int atOnce = DefaultAtOnce) => new(
        $"{Short(Environment.MachineName)}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}",
        Environment.MachineName,
        Environment.ProcessId,
        version,
        atOnce);

    private static string Short(string host) => new([.. host.Where(char.IsAsciiLetterOrDigit).Take(20)]);
}

/// <summary>A command that a worker runs.</summary>
public sealed record WorkerTask(
    string Command, string? Project, string Request, DateTimeOffset Since, int? Step, int? Total, string? Resource)
{
    internal static WorkerTask Of(RedisDelivery delivery) => new(
        delivery.Command.Data.GetType().Name, delivery.Command.Project, delivery.Command.RequestId, delivery.Since,
        delivery.Progress?.Step, delivery.Progress?.Total, delivery.Progress?.Resource);
}

/// <summary>A worker's last report.</summary>
public sealed record WorkerNote(WorkerProfile Worker, DateTimeOffset Began, DateTimeOffset At, IReadOnlyList<WorkerTask> Tasks);

/// <summary>The workers of an account, from their own reports.</summary>
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

    /// <summary>Returns active workers, and those that fell silent within the last hour, the latest first.</summary>
    public async Task<IReadOnlyList<WorkerNote>> ReadAsync()
    {
        await bus.Database.SortedSetRemoveRangeByScoreAsync(
            bus.Keys.Workers, double.NegativeInfinity, (bus.Time.GetUtcNow() - Kept).ToUnixTimeMilliseconds());
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
            // A worker of another version; that version lists it.
            return null;
        }
    }
}
