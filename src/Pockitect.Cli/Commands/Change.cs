using Pockitect.Aws;
using Pockitect.Cli.Rendering;
using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Redis;

namespace Pockitect.Cli.Commands;

/// <summary>A change that a person has approved, on its way to a worker.</summary>
internal static class Change
{
    /// <summary>Has it carried out, and shows how it goes.</summary>
    /// <returns>The last that was said of it; null where it was left to a worker and nobody waits for it.</returns>
    public static async Task<Status?> CarryOutAsync(Invocation invocation, Workbench bench, Command command, string? project, CancellationToken ct)
    {
        if (!invocation.Leave) return await ProgressView.ShowAsync(invocation.Output, seen => bench.CarryOutAsync(command, project, seen, ct), ct);
        if (!bench.LeavesWork) throw new CommandException($"--leave needs {RedisOptions.Variable}, the address of the Redis that workers use.", ExitCodes.Usage);
        await bench.LeaveAsync(command, project, ct);
        return null;
    }

    /// <summary>Says how it ended, or that it was left.</summary>
    /// <returns>The exit code.</returns>
    public static int End(Invocation invocation, Status? last, string? project)
    {
        if (last is not null) return ProgressView.End(invocation.Output, last, project);
        invocation.Output.Tell($"Queued. `pockitect worker --list` shows the workers{(project is null ? "" : $", `pockitect status {CommandHint.Quote(project)}` shows the result")}.");
        return ExitCodes.Done;
    }
}
