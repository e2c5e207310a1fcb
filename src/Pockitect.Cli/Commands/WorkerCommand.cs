using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Showing;
using Pockitect.Core;
using Pockitect.Redis;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect worker</c></summary>
internal static class WorkerCommand
{
    private const string NeedsRedis =
        $"A worker takes its commands from Redis, and {RedisOptions.Variable} names none. Set it to something like redis://localhost; docs/workers.md tells more.";

    public static Command Create(GlobalOptions options)
    {
        var list = new Option<bool>("--list") { Description = "Show who works and what they are at." };
        var atOnce = new Option<int>("--at-once")
        {
            Description = "How many commands, or parts of a scan, it carries out at the same time.",
            HelpName = "number",
            DefaultValueFactory = _ => WorkerProfile.DefaultAtOnce,
        };
        atOnce.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var number) && number is >= 1 and <= 256)) result.AddError("--at-once takes a number from 1 to 256.");
        });
        var command = new Command("worker", "Carry out what others send over Redis (POCKITECT_REDIS), until it is interrupted; what runs then is finished.") { list, atOnce };
        options.Run(command, (invocation, parsed, ct) => parsed.GetValue(list) ? ListAsync(invocation, ct) : WorkAsync(invocation, parsed.GetValue(atOnce), ct));
        return command;
    }

    private static async Task<int> WorkAsync(Invocation invocation, int atOnce, CancellationToken ct)
    {
        await using var team = await Team.OpenAsync(invocation, ct) ?? throw new Complaint(NeedsRedis, ExitCodes.Usage);
        var account = await new Access(invocation).OpenAsync(ct);
        var logs = LogFile.Open(invocation.Folder);
        await using (var bench = new Workbench(
            account, invocation.Folder, logs, invocation.Time, invocation.Surroundings.Calls, team.Share(logs, ownsConnection: false, atOnce), worksForAll: true))
        {
            if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "ready", ["account"] = account.AccountId, ["redis"] = team.Address });
            invocation.Output.Say($"Working for account {account.AccountId} over {team.Address}. Ctrl+C takes no more and finishes what runs; a second one leaves that to other workers.");
            try
            {
                // A worker that can't take commands any more ends with that error, instead of waiting for nothing.
                await bench.Working.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                invocation.Output.Say($"Nothing more is taken; what runs is finished.");
            }
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ListAsync(Invocation invocation, CancellationToken ct)
    {
        await using var bench = await Access.BenchAsync(invocation, ct);
        var work = bench.Shared as RedisWork ?? throw new Complaint(NeedsRedis, ExitCodes.Usage);
        var now = invocation.Time.GetUtcNow();
        var workers = await work.WorkersAsync();
        foreach (var note in workers.Where(_ => invocation.Json)) invocation.Output.Json(Json(note, IsThere(note)));
        if (workers.Count == 0) invocation.Output.Tell($"Nobody works for this account. `pockitect worker` does; what is sent waits until then.");
        else invocation.Output.Table(["worker", "host", "process", "version", "state", new Column("at", Fit.Words)], workers.SelectMany(Rows));
        return ExitCodes.Done;

        bool IsThere(WorkerNote note) => now - note.At < work.DeadAfter;

        IEnumerable<IReadOnlyList<object?>> Rows(WorkerNote note)
        {
            var state = IsThere(note) ? note.Tasks.Count == 0 ? "waiting" : "working" : $"silent for {Ages.Clock(now - note.At)}";
            var tasks = note.Tasks.Select(Words).DefaultIfEmpty("");
            return tasks.Select(task => (IReadOnlyList<object?>)[note.Worker.Id, note.Worker.Host, note.Worker.Process, note.Worker.Pockitect, state, task]);
        }

        string Words(WorkerTask task) =>
            $"{task.Command} {task.Project} {(task.Total is { } total ? $"step {task.Step} of {total}, {task.Resource}, " : "")}for {Ages.Clock(now - task.Since)}";
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
