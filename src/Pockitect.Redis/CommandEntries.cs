using Microsoft.Extensions.Logging;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Text;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>
/// Turns entries of the command stream into commands. Unreadable entries are rejected, so that no entry can end all workers.
/// </summary>
internal sealed partial class CommandEntries(RedisBus bus, CommandReader reader)
{
    /// <summary>A command that this many workers died on is ended.</summary>
    private const int MostWorkers = 10;

    private readonly ILogger _log = bus.Log;

    /// <summary>Returns the command of an entry; null if it was answered immediately, because it has ended or is unreadable.</summary>
    public async Task<RedisDelivery?> AcceptAsync(StreamEntry entry, bool isTakenOver)
    {
        try
        {
            return await ReadAsync(entry, isTakenOver);
        }
        catch (TakenOverException)
        {
            // Another worker answers it.
            return null;
        }
        // No entry may end a worker: it would end all of them, one after another.
        catch (Exception e) when (e is not FaultException
            && (!RedisConnection.IsAway(e) || e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal)))
        {
            await RefuseAsync(entry, $"Unreadable command: {e.Message}");
            return null;
        }
    }

    private async Task<RedisDelivery?> ReadAsync(StreamEntry entry, bool isTakenOver)
    {
        var db = bus.Database;
        var id = (string?)entry["id"] ?? "";
        if (id.Length > 0 && await db.StringGetAsync(bus.Keys.Done(id)) is { IsNull: false } done)
        {
            await db.StreamAddAsync(bus.Keys.Status, [new("v", Given(entry["v"])), new("id", id), new("m", done)]);
            await ForgetAsync(entry);
            return null;
        }

        var (envelope, problem) = entry["v"].TryParse(out int version)
            ? bus.Json.Read(entry["m"].ToString(), version)
            : new EnvelopeReading(null, $"Invalid version '{VisibleText.Line(entry["v"].ToString())}': not a whole number.");
        if (envelope?.Data is not Command) problem ??= "The message is not a command.";
        else if (envelope.Id != id) problem = "The command ID doesn't match the message.";
        else if (isTakenOver && await CountAsync(entry) > MostWorkers)
            problem = $"{MostWorkers} workers died on this command. It won't run again.";
        if (problem is null) return new RedisDelivery(bus, reader, entry.Id, envelope!, isTakenOver); // Read without a problem.

        if (id.Length is > 0 and < 100 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            using var refused = new RedisDelivery(
                bus, reader, entry.Id, new Envelope(id, envelope?.RequestId ?? id, null, bus.Time.GetUtcNow(), new Keep()), isTakenOver);
            await refused.EndAsync(
                refused.Command.Answer(new Failed($"The worker rejected the command. {problem}", [problem], []), bus.Time.GetUtcNow()));
        }
        await RefuseAsync(entry, problem);
        return null;
    }

    /// <summary>Moves an entry to the refused entries, where users can inspect it, and acknowledges it.</summary>
    private async Task RefuseAsync(StreamEntry entry, string problem)
    {
        LogRefused(entry.Id.ToString(), problem);
        await bus.Database.ScriptEvaluateAsync(
            Scripts.Refuse, [bus.Keys.Commands, bus.Keys.Refused], [Keys.Group, entry.Id, Given(entry["m"]), problem]);
    }

    /// <summary>Returns a field as it can be sent back; a missing one is empty.</summary>
    private static RedisValue Given(RedisValue field) => field.IsNull ? RedisValue.EmptyString : field;

    private async Task ForgetAsync(StreamEntry entry) => await bus.Database.ScriptEvaluateAsync(
        Scripts.Forget, [bus.Keys.Commands], [Keys.Group, entry.Id]);

    private async Task<int> CountAsync(StreamEntry entry) =>
        await bus.Database.StreamPendingMessagesAsync(bus.Keys.Commands, Keys.Group, 1, reader.Id, entry.Id, entry.Id) is [var pending]
            ? pending.DeliveryCount
            : 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected the command {Entry}: {Problem}")]
    private partial void LogRefused(string entry, string problem);
}
