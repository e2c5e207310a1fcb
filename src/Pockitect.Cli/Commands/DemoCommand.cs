using System.CommandLine;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sandbox;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect demo</c>: the whole lifecycle of a web server with a database, in its own sandbox.</summary>
internal static class DemoCommand
{
    private const string Project = "demo";
    private const string Region = "eu-west-1";
    private const string Template = "web-server-with-database";

    /// <summary>Each step: its purpose, the command line, and the expected exit code.</summary>
    private static readonly (string Why, string[] Typed, int ExitCode)[] Steps =
    [
        (
            "Create a blueprint from a template. It is a file that you can edit.",
            ["new", "--template", Template, "--name", Project, "--region", Region],
            ExitCodes.Done),
        ("Validate it. Warnings point out risks.", ["validate", Project], ExitCodes.Done),
        ("Show the plan. Nothing changes yet.", ["plan", Project], ExitCodes.ChangesPending),
        ("Deploy it. Independent resources are created in parallel.", ["deploy", Project, "--yes"], ExitCodes.Done),
        ("List the resources.", ["list", "resources", "--project", Project], ExitCodes.Done),
        ("Plan again: no changes.", ["plan", Project], ExitCodes.Done),
        ("Stop it overnight.", ["stop", Project], ExitCodes.Done),
        ("Start it again, database first.", ["start", Project], ExitCodes.Done),
        ("Show addresses and endpoints.", ["status", Project], ExitCodes.Done),
        (
            "Delete everything. By default, a database keeps a final snapshot; the demo skips it.",
            ["delete", Project, "--no-final-snapshot", "--empty-buckets", "--yes"],
            ExitCodes.Done),
    ];

    /// <param name="options">The global options.</param>
    /// <param name="run">Runs a command line as the program does, and returns its exit code.</param>
    public static Command Create(GlobalOptions options, Func<string[], HostEnvironment, CancellationToken, Task<int>> run)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep the demo's data folder and sandbox for exploring." };
        var command = new Command("demo", "Tour the whole lifecycle in the sandbox. Free, without an account.") { keep };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(keep), run, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, bool keep, Func<string[], HostEnvironment, CancellationToken, Task<int>> run, CancellationToken ct)
    {
        var root = Directory.CreateTempSubdirectory("pockitect-demo-").FullName;
        var host = invocation.HostEnvironment with { Home = () => new DataFolder(root), In = TextReader.Null, InIsTerminal = false };
        var inside = new Invocation(host) { Sandbox = true, Json = invocation.Json };
        try
        {
            return await WalkAsync(inside, run, ct);
        }
        finally
        {
            if (keep)
            {
                invocation.Output.Say(
                    $"Kept the sandbox. To explore it, run: POCKITECT_HOME={CommandHint.Quote(root)} pockitect list --sandbox");
            }
            else
            {
                await SandboxServer.Of(inside).StopAsync(CancellationToken.None);
                Directory.Delete(root, recursive: true);
            }
        }
    }

    private static async Task<int> WalkAsync(
        Invocation inside, Func<string[], HostEnvironment, CancellationToken, Task<int>> run, CancellationToken ct)
    {
        var output = inside.Output;
        output.Tell($"A tour of Pockitect in a sandbox on this computer: a local AWS that is as strict as the real one.");
        var before = await LookAsync(inside, ct);

        foreach (var (why, typed, expected) in Steps)
        {
            output.Tell($"");
            output.Tell($"{output.DataStyle.Faint($"# {why}")}");
            output.Tell($"{output.DataStyle.Strong($"$ pockitect {string.Join(' ', typed)} --sandbox")}");
            var exitCode = await run([.. typed, "--sandbox", .. inside.Json ? (string[])["--json"] : []], inside.HostEnvironment, ct);
            ct.ThrowIfCancellationRequested();
            if (exitCode != expected)
            {
                throw new CommandException(
                    $"The demo ends here: `pockitect {string.Join(' ', typed)}` gave exit code {exitCode} where {expected} was expected.");
            }
        }

        return Prove(output, before, await LookAsync(inside, ct));
    }

    /// <summary>Scans the demo's Region and the global resources.</summary>
    private static async Task<IReadOnlyList<Observed>> LookAsync(Invocation inside, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(inside, ct);
        await session.Scanner.ScanAsync(new ScanRequest([Region]), ct);
        var looked =
            session.Inventory.Entries.Where(entry => entry.Place.Region == Region || session.Cloud.Catalog[entry.Type].IsGlobal).ToList();
        if (looked.FirstOrDefault(entry => entry.Verdict is not Verdict.Complete) is { } unseen)
            throw new CommandException($"The demo could not scan {unseen.Type} in {unseen.Place.Region}: {unseen.Reason}");
        return [.. looked.SelectMany(entry => entry.Resources).Where(row => row.Phase is not Phase.Gone)];
    }

    private static int Prove(Output output, IReadOnlyList<Observed> before, IReadOnlyList<Observed> after)
    {
        var (was, isNow) = (before.Select(Key).ToHashSet(), after.Select(Key).ToHashSet());
        output.Tell($"");
        output.Tell($"{output.DataStyle.Faint("# Proof: compare the account before and after.")}");
        if (!was.SetEquals(isNow))
        {
            foreach (var left in isNow.Except(was)) output.Say($"left behind: {left}");
            foreach (var missing in was.Except(isNow)) output.Say($"missing: {missing}");
            throw new CommandException("The account differs from its state before the demo. Please report this bug.");
        }

        var (ofAws, ofUser) = (after.Count(row => !row.IsTheirs), after.Count(row => row.IsTheirs));
        output.Tell($"{output.DataStyle.Good("The account is empty again:")} {ofAws} AWS-created resources, {ofUser} of yours.");
        return ExitCodes.Done;

        static string Key(Observed row) => $"{row.Type} {row.Id} in {row.Place.Region}";
    }
}
