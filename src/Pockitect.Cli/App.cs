using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pockitect.Aws.Errors;
using Pockitect.Cli.Commands;
using Pockitect.Cli.Commands.Accounts;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Yaml;

namespace Pockitect.Cli;

/// <summary>
/// The program for any host environment: parses the command line, runs one command, and turns errors into messages and exit codes.
/// </summary>
internal static class App
{
    public static async Task<int> RunAsync(string[] args, HostEnvironment host, CancellationToken interrupted)
    {
        var options = new GlobalOptions(host);
        var parsed = Root(options).Parse(args);
        // The library's own help would hide the error behind two screens of usage.
        List<string> errors = [
            .. parsed.Errors.Select(error => error.Message).DefaultIfEmpty(null).Concat(UnknownOptions.In(parsed)).OfType<string>(),
        ];
        if (errors.Count > 0) return Misunderstood(parsed, errors, options.Read(parsed));
        return Delivered(await RunAsync(parsed, options, host, interrupted), host);
    }

    private static async Task<int> RunAsync(ParseResult parsed, GlobalOptions options, HostEnvironment host, CancellationToken interrupted)
    {
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = host.Out,
                    Error = host.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                interrupted);
        }
        // The program's only error boundary: reports every error.
        catch (Exception e)
        {
            return Fail(e, options.Read(parsed), interrupted);
        }
    }

    /// <summary>Returns the exit code of a command whose output may have been lost. That is a failure, even if all work was done.</summary>
    private static int Delivered(int code, HostEnvironment host)
    {
        if (host.Out is not GuardedWriter { Failure: { } failure }) return code;
        host.Error.WriteLine(
            $"Can't write to standard output: {failure.TrimEnd('.')}. The command ran to its end, but its output is incomplete.");
        return code is ExitCodes.Done ? ExitCodes.Failed : code;
    }

    public static RootCommand Root(GlobalOptions options)
    {
        var root = new RootCommand("Plan, deploy and tear down AWS infrastructure. Without a command, opens the desktop app.")
        {
            NewCommand.Create(options),
            ImportCommand.Create(options),
            ValidateCommand.Create(options),
            PlanCommand.Create(options),
            PolicyCommand.Create(options),
            DeployCommand.Create(options),
            RecoveryCommands.CreateResume(options),
            RecoveryCommands.CreateUndo(options),
            RecoveryCommands.CreateKeep(options),
            DriftCommand.Create(options),
            StatusCommand.Create(options),
            ScanCommand.Create(options),
            ListCommand.Create(options),
            ShowCommand.Create(options),
            OpenCommand.Create(options),
            PowerCommand.CreateStart(options),
            PowerCommand.CreateStop(options),
            DeleteCommand.Create(options),
            RecoverCommand.Create(options),
            LoginCommand.Create(options),
            LogoutCommand.Create(options),
            ExportCommand.Create(options),
            SettingsCommand.Create(options),
            SandboxCommand.Create(options),
            AccountsCommand.Create(options),
            WhoamiCommand.Create(options),
            DoctorCommand.Create(options),
            DemoCommand.Create(options, RunAsync),
            WorkerCommand.Create(options),
            AppCommand.Create(options),
        };
        options.AddTo(root);
        var noWindow = AppCommand.NoWindow();
        root.Add(noWindow);
        options.Run(root, (invocation, parsed, ct) => Welcome.IsForScript(invocation) && !parsed.GetValue(noWindow)
            ? Welcome.ShowAsync(invocation, ct)
            : AppCommand.RunAsync(invocation, wantsWindow: !parsed.GetValue(noWindow), ct));
        return root;
    }

    private static int Misunderstood(ParseResult parsed, List<string> errors, Invocation invocation)
    {
        var help = $"Run `{string.Join(' ', Path(parsed.CommandResult))} --help` for usage.";
        if (invocation.Json)
            invocation.Output.Json(new JsonObject { ["error"] = string.Join('\n', errors), ["exit_code"] = ExitCodes.Usage });
        foreach (var error in errors) invocation.Output.Say($"{error}");
        invocation.Output.Say($"{help}");
        return ExitCodes.Usage;

        static IEnumerable<string> Path(CommandResult command) =>
            command.Parent is CommandResult parent ? [.. Path(parent), command.Command.Name] : ["pockitect"];
    }

    private static int Fail(Exception e, Invocation invocation, CancellationToken interrupted)
    {
        var (message, code) = Explain(e, invocation, interrupted);
        if (invocation.Json) invocation.Output.Json(new JsonObject { ["error"] = message, ["exit_code"] = code });
        invocation.Output.SayMessage(message);
        return code;
    }

    private static (string Message, int ExitCode) Explain(Exception e, Invocation invocation, CancellationToken interrupted)
    {
        switch (e)
        {
            case CommandException complaint:
                return (complaint.Message, complaint.ExitCode);
            case YamlEditException:
                return (e.Message, ExitCodes.Failed);
            case OperationCanceledException when interrupted.IsCancellationRequested:
                return ("Interrupted.", ExitCodes.Interrupted);
            case UnauthorizedAccessException or IOException:
                return ($"{e.Message} Check that file's permissions and free disk space, or run `pockitect doctor`.", ExitCodes.Failed);
        }

        var fault = e is FaultException { Fault: var known } ? known : AwsFaults.Explain(e);
        if (fault.Kind is FaultKind.Bug) LogBug(e, invocation);
        return (Advice.WithMessage(fault), fault.Kind is FaultKind.SignIn ? ExitCodes.SignIn : ExitCodes.Failed);
    }

    private static void LogBug(Exception e, Invocation invocation)
    {
        using var logs = LogFile.Open(invocation.Folder);
#pragma warning disable CA1848, CA2254 // Logged at most once per process, on exit.
        logs.CreateLogger(nameof(App)).LogError(e, "A command failed because of a bug in Pockitect");
#pragma warning restore CA1848, CA2254
    }
}
