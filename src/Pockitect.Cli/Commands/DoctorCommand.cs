using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Cli.Doctor;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect doctor</c></summary>
internal static class DoctorCommand
{
    /// <summary>The checks, in this order. A new subject is its own file and one line here.</summary>
    private static readonly Func<Invocation, CancellationToken, IAsyncEnumerable<Check>>[] Subjects =
    [
        ComputerChecks.AllAsync,
        SandboxChecks.AllAsync,
        AwsChecks.AllAsync,
        RedisChecks.AllAsync,
    ];

    public static Command Create(GlobalOptions options)
    {
        var command = new Command("doctor", "Check requirements and suggest fixes.");
        options.Run(command, (invocation, _, ct) => RunAsync(invocation, ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken ct)
    {
        var healthy = true;
        foreach (var subject in Subjects)
        {
            await foreach (var check in subject(invocation, ct))
            {
                healthy &= check.Health is not Health.Broken;
                Show(invocation, check);
            }
        }

        return healthy ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Show(Invocation invocation, Check check)
    {
        var output = invocation.Output;
        var style = output.DataStyle;
        var word = check.Health switch
        {
            Health.Good => style.Good("ok     "),
            Health.Missing => style.Careful("missing"),
            _ => style.Bad("broken "),
        };
        output.Tell($"{word} {check.What}: {check.Words}");
        if (check.Fix is { } fix) output.Tell($"        {fix}");
        if (!invocation.Json) return;
        output.Json(new JsonObject
        {
            ["type"] = "check",
            ["what"] = check.What,
            ["health"] = check.Health.ToString().ToLowerInvariant(),
            ["message"] = check.Words,
            ["fix"] = check.Fix,
        });
    }
}
