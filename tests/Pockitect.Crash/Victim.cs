using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Cli;
using Pockitect.Cli.Host;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;
using Pockitect.Testing;

namespace Pockitect.Crash;

/// <summary>The program as it is, in a process of its own that watches its calls to AWS: it notes them, or dies at one.</summary>
internal static class Victim
{
    /// <summary>Runs a command, and writes the changing calls that it made as lines "service action answered" or "service action refused".</summary>
    public static async Task<int> RecordAsync(string file, string[] command)
    {
        var calls = new ConcurrentQueue<string>();
        var exitCode = await RunAsync(command, call =>
        {
            if (call is { Mutating: true, Phase: not AwsCallPhase.Sending })
                calls.Enqueue($"{call.Service} {call.Action} {(call.Phase is AwsCallPhase.Answered ? "answered" : "refused")}");
        });
        await File.WriteAllLinesAsync(file, calls);
        return exitCode;
    }

    /// <summary>Runs a command until it is at this point. Ends as the command does only where it never gets there.</summary>
    public static async Task<int> DieAsync(Moment moment, CallName call, string[] command)
    {
        var folder = DataFolder.OfThisComputer().ForSandbox();
        if (moment is Moment.AfterEffect)
        {
            // Only the sandbox knows when it has acted.
            await AskToBeKilledAsync(folder, call);
            return await RunAsync(command, _ => { });
        }

        return await RunAsync(command, new Killer(moment, call, folder).See);
    }

    private static Task<int> RunAsync(string[] command, Action<AwsCall> observer) => App.RunAsync(
        command, HostEnvironment.OfThisProcess(StandardStreams.Open()) with { Calls = new AwsClientOptions { Observer = observer } }, CancellationToken.None);

    private static async Task AskToBeKilledAsync(DataFolder folder, CallName call)
    {
        var note = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Root, "server", "sandbox.json")))!; // A file is no null.
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri($"{note["control"]}/faults"), new
        {
            kind = "kill_after",
            service = call.Service,
            action = call.Action,
            changes = true,
            skip = call.Ordinal - 1,
            times = 1,
            pid = Environment.ProcessId,
        });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for one call, and kills its own process at a moment of it.</summary>
    private sealed class Killer(Moment moment, CallName call, DataFolder folder)
    {
        // One attempt is one flow of control from the send to the answer.
        private readonly AsyncLocal<bool> _isTheCall = new();
        private int _seen;

        public void See(AwsCall seen)
        {
            if (!seen.Mutating || !call.Means(seen.Service, seen.Action)) return;
            if (seen.Phase is AwsCallPhase.Sending)
            {
                _isTheCall.Value = Interlocked.Increment(ref _seen) == call.Ordinal;
                if (_isTheCall.Value && moment is Moment.BeforeSend) Die();
            }
            else if (_isTheCall.Value)
            {
                if (moment is Moment.AfterAnswer) Die();
                if (moment is Moment.AfterJournal) _ = DieOnNewsAsync(News());
            }
        }

        private async Task DieOnNewsAsync(int known)
        {
            await Eventually.HoldsAsync(() => News() != known, CancellationToken.None);
            Die();
        }

        /// <summary>How many lines of the journals tell what came of a call.</summary>
        private int News() => Directory
            .EnumerateFiles(folder.Journal, "*.jsonl", SearchOption.AllDirectories)
            .Sum(path => Journal.Read(path).Count(line => line is not Intended));

        private static void Die()
        {
            using var self = Process.GetCurrentProcess();
            // SIGKILL: nothing of ours runs after it, no handler and no finally.
            self.Kill();
        }
    }
}
