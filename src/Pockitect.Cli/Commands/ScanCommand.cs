using System.CommandLine;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect scan</c></summary>
internal static class ScanCommand
{
    public static Command Create(GlobalOptions options)
    {
        var region = new Option<string[]>("--region") { Description = "Only this Region. Repeatable.", HelpName = "region" };
        var type = new Option<string[]>("--type") { Description = "Only this resource type. Repeatable.", HelpName = "type" };
        var all = new Option<bool>("--all") { Description = "Ignore scan limits in settings." };
        var command = new Command("scan", "Scan all Regions. Exits 5 if some could not be read.") { region, type, all };
        options.Run(
            command,
            (invocation, parsed, ct) => RunAsync(
                invocation, parsed.GetValue(region) ?? [], parsed.GetValue(type) ?? [], parsed.GetValue(all), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string[] regions, string[] types, bool all, CancellationToken ct)
    {
        await using var session = await Access.OpenSessionAsync(invocation, ct);
        var usual = all ? new ScanRequest() : session.Guards.UsualScan;
        await RegionNames.DemandAsync(regions, session, ct);
        var request = new ScanRequest(
            regions.Length > 0 ? regions : usual.Regions, TypeNames.Resolve(session.Cloud.Catalog, types) ?? usual.Types);
        var strip = new ScanView(invocation.Output);
        var last = await strip.ShowAsync(seen => session.Commands.RunAsync(new ScanAllRegions(request), null, seen, ct), ct);
        if (last is Failed) return ProgressView.End(invocation.Output, last);

        var entries = session.Inventory.Entries
            .Where(entry => request.Types?.Contains(entry.Type) ?? true)
            .Where(entry => request.Regions?.Contains(entry.Place.Region) ?? true)
            .ToList();
        List<Observed> rows = [.. entries.SelectMany(entry => entry.Resources).Where(row => row.IsTheirs)];
        if (rows.Count > 0) ResourceRows.Show(invocation.Output, rows, await Projects.PricesAsync(session, rows, ct));
        strip.End(entries, rows.Count);
        if ((regions.Length == 0 && usual.Regions is not null) || (types.Length == 0 && usual.Types is not null))
        {
            invocation.Output.Say(
                $"Scanning only {usual.LimitWords()} (see `pockitect settings`). Run `pockitect scan --all` to scan everything.");
        }

        // A Region that is not enabled has no resources. Any other unread Region may have some.
        return entries.All(entry => entry.Verdict is Verdict.Complete or Verdict.NotOptedIn) ? ExitCodes.Done : ExitCodes.Partial;
    }
}
