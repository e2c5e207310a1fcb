using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Text;
using Pockitect.Redis;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect worker</c></summary>
internal static class WorkerCommand
{
    private const string NeedsRedis =
        $"Workers need Redis, and {RedisOptions.Variable} is not set. Set it, for example, to redis://localhost. See docs/workers.md.";

    public static Command Create(GlobalOptions options)
    {
        var list = new Option<bool>("--list") { Description = "List workers and what they are running." };
        var atOnce = new Option<int>("--at-once")
        {
            Description = "How many commands, or parts of a scan, to run at the same time.",
            HelpName = "number",
            DefaultValueFactory = _ => WorkerProfile.DefaultAtOnce,
        };
        atOnce.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var number) && number is >= 1 and <= 256))
                result.AddError("--at-once must be a number from 1 to 256.");
        });
        var command = new Command(
            "worker", "Run commands queued in Redis (POCKITECT_REDIS) until interrupted; running commands are finished.") { list, atOnce };
        options.Run(
            command,
            (invocation, parsed, ct) =>
                parsed.GetValue(list) ? ListAsync(invocation, ct) : WorkAsync(invocation, parsed.GetValue(atOnce), ct));
        return command;
    }

    private static async Task<int> WorkAsync(Invocation invocation, int atOnce, CancellationToken ct)
    {
        await using var team = await RedisConnectionScope.OpenAsync(invocation, ct)
            ?? throw new CommandException(NeedsRedis, ExitCodes.Usage);
        var account = await new Access(invocation).OpenAsync(ct);
        var logs = LogFile.Open(invocation.Folder);
        var options = new AccountSessionOptions
        {
            Account = account,
            Folder = invocation.Folder,
            Logs = logs,
            Time = invocation.Time,
            Calls = invocation.HostEnvironment.Calls,
            Share = team.Share(logs, ownsConnection: false, atOnce),
            WorksForAll = true,
        };
        await using (var session = await AccountSession.OpenAsync(options, ct))
        {
            if (invocation.Json)
                invocation.Output.Json(new JsonObject { ["type"] = "ready", ["account"] = account.AccountId, ["redis"] = team.Address });
            var howToExit = "Press Ctrl+C to finish running commands and exit, or twice to leave them to other workers.";
            invocation.Output.Say($"Working for account {account.AccountId} over {team.Address}. {howToExit}");
            try
            {
                // A worker that can't take commands exits with that error, instead of waiting forever.
                await session.Completion.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                invocation.Output.Say($"Stopping: finishing running commands, taking no new ones.");
            }
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ListAsync(Invocation invocation, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct);
        var work = session.Shared as RedisWork ?? throw new CommandException(NeedsRedis, ExitCodes.Usage);
        var now = invocation.Time.GetUtcNow();
        var workers = await work.WorkersAsync();
        foreach (var note in workers.Where(_ => invocation.Json)) invocation.Output.Json(Json(note, IsThere(note)));
        if (workers.Count == 0) invocation.Output.Tell($"No workers for this account; commands will wait. Start one: `pockitect worker`.");
        else invocation.Output.Table(
            ["worker", "host", "process", "version", "state", new Column("at", Fit.Words)], workers.SelectMany(Rows));
        return ExitCodes.Done;

        bool IsThere(WorkerNote note) => now - note.At < work.DeadAfter;

        IEnumerable<IReadOnlyList<object?>> Rows(WorkerNote note)
        {
            var state = IsThere(note) ? note.Tasks.Count == 0 ? "waiting" : "working" : $"silent for {Ages.Clock(now - note.At)}";
            var tasks = note.Tasks.Select(Words).DefaultIfEmpty("");
            return tasks.Select(
                task => (IReadOnlyList<object?>)[
                    note.Worker.Id, note.Worker.Host, note.Worker.Process, note.Worker.Pockitect, state, task,
                ]);
        }

        string Words(WorkerTask task) =>
            $"{task.Command} {task.Project} {(task.Total is { } total ? $"step {task.Step} of {total}, {task.Resource}, " : "")}for "
                + $"{Ages.Clock(now - task.Since)}";
    }

    private static JsonObject Json(WorkerNote note, bool isThere) => new()
    {
        ["type"] = "worker",
        ["id"] = note.Worker.Id,
        ["host"] = note.Worker.Host,
        ["process"] = note.Worker.Process,
        ["version"] = note.Worker.Pockitect,
        ["there"] = isThere,
        ["began_at"] = note.Began,
        ["seen_at"] = note.At,
        ["tasks"] = new JsonArray([.. note.Tasks.Select(task => new JsonObject
        {
            ["command"] = task.Command,
            ["project"] = task.Project,
            ["request"] = task.Request,
            ["since"] = task.Since,
            ["step"] = task.Step,
            ["total"] = task.Total,
            ["resource"] = task.Resource,
        })]),
    };
}
