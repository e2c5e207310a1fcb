using System.CommandLine;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sandbox;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect sandbox [start|stop|status|reset]</c></summary>
internal static class SandboxCommand
{
    public static Command Create(GlobalOptions options)
    {
        var clock = new Option<string>("--clock")
        {
            Description = "How fast the sandbox's clock runs: instant, fast (the default) or real.",
            DefaultValueFactory = _ => "fast",
            Recursive = true,
            HelpName = "pace",
        };
        clock.AcceptOnlyFromAmong("instant", "fast", "real");
        var command = new Command("sandbox", "Run the local AWS emulator until Ctrl+C.") { clock };
        options.Run(
            command, (invocation, parsed, ct) => SandboxServer.Of(invocation).RunInForegroundAsync(parsed.GetRequiredValue(clock), ct));

        Add("start", "Start it in the background.", async (invocation, server, pace, ct) =>
        {
            await server.EnsureRunningAsync(ct, pace);
            return await ShowAsync(invocation, server, ct);
        });
        Add("stop", "Stop it and discard its contents.", async (invocation, server, _, ct) =>
        {
            var ran = await server.StopAsync(ct);
            invocation.Output.Say($"{(ran ? "The sandbox has stopped." : "The sandbox was not running.")}");
            return ExitCodes.Done;
        });
        Add("status", "Show whether it is running, and where.", (invocation, server, _, ct) => ShowAsync(invocation, server, ct));
        Add("reset", "Reset it: a fresh account at the same address.", async (invocation, server, _, ct) =>
        {
            if (!await server.ResetAsync(ct))
                throw new CommandException("The sandbox is not running. Start it with `pockitect sandbox start`.");
            invocation.Output.Say($"The sandbox has been reset.");
            return ExitCodes.Done;
        });
        return command;

        void Add(string name, string description, Func<Invocation, SandboxServer, string, CancellationToken, Task<int>> run)
        {
            var part = new Command(name, description);
            options.Run(
                part, (invocation, parsed, ct) => run(invocation, SandboxServer.Of(invocation), parsed.GetRequiredValue(clock), ct));
            command.Add(part);
        }
    }

    private static async Task<int> ShowAsync(Invocation invocation, SandboxServer server, CancellationToken ct)
    {
        var running = await server.RunningAsync(ct);
        var health = running is null ? [] : await SandboxServer.HealthAsync(running, ct);
        if (invocation.Json)
        {
            health["running"] = running is not null;
            health["endpoint"] = running?.Endpoint.AbsoluteUri;
            health["pid"] = running?.ProcessId;
            health["data"] = server.Data;
            invocation.Output.Json(health);
        }

        if (running is null)
        {
            invocation.Output.Tell($"The sandbox is not running. Start it with `pockitect sandbox start`, or use --sandbox.");
        }
        else
        {
            var state = $"process {running.ProcessId}, clock {health["clock"]}, {health["requests"]} requests";
            invocation.Output.Tell($"The sandbox is running at {running.Endpoint} ({state}; its log is {health["log"]}).");
        }

        return ExitCodes.Done;
    }
}
