using System.CommandLine;
using Pockitect.Cli.Sandbox;
using Pockitect.Cli.Rendering;
using Pockitect.Core;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect demo</c>: a web server with a database, from nothing to running and back to nothing, in a sandbox of its own.</summary>
internal static class DemoCommand
{
    private const string Project = "demo";
    private const string Region = "eu-west-1";
    private const string Template = "web-server-with-database";

    /// <summary>Each step: what it is for, what is typed, and the exit code that it ends with.</summary>
    private static readonly (string Why, string[] Typed, int ExitCode)[] Steps =
    [
        ("A blueprint from a template. It is a file of yours, to read and to edit.", ["new", "--template", Template, "--name", Project, "--region", Region], ExitCodes.Done),
        ("Is it valid? Findings say what a person should know.", ["validate", Project], ExitCodes.Done),
        ("What would be made? Nothing is changed by a plan.", ["plan", Project], ExitCodes.ChangesPending),
        ("Make it. Whatever can be made at once is made at once.", ["deploy", Project, "--yes"], ExitCodes.Done),
        ("What is there now?", ["list", "resources", "--project", Project], ExitCodes.Done),
        ("Deploying again changes nothing.", ["plan", Project], ExitCodes.Done),
        ("Stop it for the night.", ["stop", Project], ExitCodes.Done),
        ("Start it in the morning, the database first.", ["start", Project], ExitCodes.Done),
        ("Addresses and endpoints.", ["status", Project], ExitCodes.Done),
        ("Take it all away. A real database would keep a final snapshot; here nothing is to stay.", ["delete", Project, "--no-final-snapshot", "--empty-buckets", "--yes"], ExitCodes.Done),
    ];

    public static Command Create(GlobalOptions options)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep the demo's data folder and sandbox for exploring." };
        var command = new Command("demo", "Tour the whole lifecycle in the sandbox. Free, without an account.") { keep };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(keep), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool keep, CancellationToken ct)
    {
        var root = Directory.CreateTempSubdirectory("pockitect-demo-").FullName;
        var host = invocation.HostEnvironment with { Home = () => new DataFolder(root), In = TextReader.Null, InIsTerminal = false };
        var inside = new Invocation(host) { Sandbox = true, Json = invocation.Json };
        try
        {
            return await WalkAsync(inside, ct);
        }
        finally
        {
            if (keep)
            {
                invocation.Output.Say($"Kept. Look around with: POCKITECT_HOME={CommandHint.Quote(root)} pockitect list --sandbox");
            }
            else
            {
                await SandboxServer.Of(inside).StopAsync(CancellationToken.None);
                Directory.Delete(root, recursive: true);
            }
        }
    }

    private static async Task<int> WalkAsync(Invocation inside, CancellationToken ct)
    {
        var output = inside.Output;
        output.Tell($"A walk through Pockitect, in a sandbox on this computer: a local AWS that refuses what AWS refuses.");
        var before = await LookAsync(inside, ct);

        foreach (var (why, typed, expected) in Steps)
        {
            output.Tell($"");
            output.Tell($"{output.DataStyle.Faint($"# {why}")}");
            output.Tell($"{output.DataStyle.Strong($"$ pockitect {string.Join(' ', typed)} --sandbox")}");
            var exitCode = await App.RunAsync([.. typed, "--sandbox", .. inside.Json ? (string[])["--json"] : []], inside.HostEnvironment, ct);
            ct.ThrowIfCancellationRequested();
            if (exitCode != expected) throw new CommandException($"The demo ends here: `pockitect {string.Join(' ', typed)}` gave exit code {exitCode} where {expected} was expected.");
        }

        return Prove(output, before, await LookAsync(inside, ct));
    }

    /// <summary>Everything that a fresh look at the demo's Region and at what knows no Regions finds.</summary>
    private static async Task<IReadOnlyList<Observed>> LookAsync(Invocation inside, CancellationToken ct)
    {
        await using var bench = await Access.BenchAsync(inside, ct);
        await bench.Engine.ScanAsync(new ScanRequest([Region]), _ => Task.CompletedTask, ct);
        var looked = bench.Inventory.Entries.Where(entry => entry.Place.Region == Region || bench.Cloud.Catalog[entry.Type].IsGlobal).ToList();
        if (looked.FirstOrDefault(entry => entry.Verdict is not Verdict.Complete) is { } unseen)
            throw new CommandException($"The demo could not look at {unseen.Type} in {unseen.Place.Region}: {unseen.Reason}");
        return [.. looked.SelectMany(entry => entry.Resources).Where(row => row.Phase is not Phase.Gone)];
    }

    private static int Prove(Output output, IReadOnlyList<Observed> before, IReadOnlyList<Observed> after)
    {
        var (was, isNow) = (before.Select(Key).ToHashSet(), after.Select(Key).ToHashSet());
        output.Tell($"");
        output.Tell($"{output.DataStyle.Faint("# And the proof: the account was looked at before and after.")}");
        if (!was.SetEquals(isNow))
        {
            foreach (var left in isNow.Except(was)) output.Say($"left behind: {left}");
            foreach (var missing in was.Except(isNow)) output.Say($"missing: {missing}");
            throw new CommandException("The account is not as it was before the demo. Please report this.");
        }

        output.Tell($"{output.DataStyle.Good("The account is as empty as before:")} {after.Count(row => !row.IsTheirs)} resources of AWS's own, {after.Count(row => row.IsTheirs)} of yours.");
        return ExitCodes.Done;

        static string Key(Observed row) => $"{row.Type} {row.Id} in {row.Place.Region}";
    }
}
