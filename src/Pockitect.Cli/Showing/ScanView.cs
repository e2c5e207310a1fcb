using Pockitect.Core.Bus;
using Pockitect.Core.Inventory;
using Spectre.Console;
using Status = Pockitect.Core.Bus.Status;

namespace Pockitect.Cli.Showing;

/// <summary>A strip of Regions with what each has answered so far.</summary>
internal sealed class ScanView(Output output)
{
    private readonly SortedDictionary<string, (int Resources, int Types, Verdict Worst)> _regions = new(StringComparer.Ordinal);

    public async Task<Status> ShowAsync(Func<Action<Status>, Task<Status>> run)
    {
        if (output.IsJson) return await run(status => output.Json(StatusJson.Write(status)));
        if (!output.IsLive) return await run(status => Add(status));

        Status? last = null;
        await output.Drawing.Live(Draw()).AutoClear(true).StartAsync(async drawing => last = await run(status =>
        {
            Add(status);
            drawing.UpdateTarget(Draw());
        }));
        return last!; // Set by the run that was just awaited.
    }

    /// <summary>The sums, and every Region that could not be seen whole, with its reason.</summary>
    public void End(IReadOnlyList<InventoryEntry> entries, int resources)
    {
        EndUnseen(entries);
        var regions = entries.GroupBy(entry => entry.Place.Region).ToList();
        var closed = regions.Count(region => region.All(entry => entry.Verdict is Verdict.NotOptedIn));
        output.Say($"{resources} resources of yours in {regions.Count - closed} Regions{(closed > 0 ? $"; {closed} more are not enabled for the account" : "")}.");
    }

    /// <summary>Every Region that could not be seen whole, with its reason.</summary>
    public void EndUnseen(IReadOnlyList<InventoryEntry> entries)
    {
        foreach (var region in entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn)).GroupBy(entry => entry.Place.Region))
        {
            foreach (var same in region.GroupBy(entry => (entry.Verdict, entry.Reason)))
            {
                var types = string.Join(", ", same.Select(entry => entry.Type[(entry.Type.LastIndexOf(':') + 1)..]));
                output.Say($"{region.Key}: {output.Ink.Bad(same.Key.Verdict.Word)} ({types}): {same.Key.Reason ?? "no reason given"}");
            }
        }
    }

    private void Add(Status status)
    {
        if (status is not ScanRows { Chunk: var chunk }) return;
        var (resources, types, worst) = _regions.GetValueOrDefault(chunk.Place.Region);
        _regions[chunk.Place.Region] = (
            resources + chunk.Resources.Count(row => row.IsTheirs),
            types + (chunk.Verdict is null ? 0 : 1),
            chunk.Verdict is { } verdict && verdict > worst ? verdict : worst);
    }

    private Table Draw()
    {
        var table = new Table { Border = TableBorder.None, Title = new TableTitle($"{_regions.Count} Regions have answered") };
        table.AddColumns("region", "types", "resources", "");
        foreach (var (region, (resources, types, worst)) in _regions)
        {
            table.AddRow(
                new Text(region), new Text($"{types}"), new Text($"{resources}"),
                new Text(worst.Word, new Style(worst is Verdict.Complete ? Color.Green : worst is Verdict.NotOptedIn ? Color.Grey : Color.Red)));
        }

        return table;
    }
}
