using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Text;
using Status = Pockitect.Core.Commands.Bus.Status;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows Regions and their scan results so far.</summary>
internal sealed class ScanView(Output output)
{
    private readonly DateTimeOffset _began = output.Time.GetUtcNow();
    private readonly SortedDictionary<string, (int Resources, int Types, Verdict Worst)> _regions = new(StringComparer.Ordinal);

    /// <param name="interrupted">Requests cancellation. A message is shown immediately.</param>
    public async Task<Status> ShowAsync(Func<Action<Status>, Task<Status>> run, CancellationToken interrupted)
    {
        var stopping = output.Style.Careful("Stopping:");
        await using var answer = interrupted.Register(
            () => output.Say($"{stopping} finishing running Regions, starting no new ones. Press Ctrl+C again to quit immediately."));
        if (output.IsJson) return await run(status => output.Json(StatusJson.Write(status)));
        if (!output.IsLive) return await run(Add);
        using var area = output.Live(Draw);
        return await run(status => area.Change(() => Add(status)));
    }

    /// <summary>Prints totals, and every incomplete Region with its reason.</summary>
    public void End(IReadOnlyList<InventoryEntry> entries, int resources)
    {
        EndUnseen(entries);
        var regions = entries.GroupBy(entry => entry.Place.Region).ToList();
        var closed = regions.Count(region => region.All(entry => entry.Verdict is Verdict.NotOptedIn));
        var notEnabled = closed > 0 ? $"; {closed} more are not enabled for the account" : "";
        output.Say($"{resources} resources of yours in {regions.Count - closed} Regions{notEnabled}.");
    }

    /// <summary>Prints every incomplete Region with its reason.</summary>
    public void EndUnseen(IReadOnlyList<InventoryEntry> entries)
    {
        foreach (var region in entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn))
            .GroupBy(entry => entry.Place.Region))
        {
            foreach (var same in region.GroupBy(entry => (entry.Verdict, entry.Reason)))
            {
                var types = string.Join(", ", same.Select(entry => entry.Type[(entry.Type.LastIndexOf(':') + 1)..]));
                output.Say($"{region.Key}: {output.Style.Bad(same.Key.Verdict.Word)} ({types}): {same.Key.Reason ?? "no reason given"}");
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

    private List<string> Draw(int columns)
    {
        var title = $"{_regions.Count} Regions scanned · {Ages.Clock(output.Time.GetUtcNow() - _began)}";
        var rows = _regions.Select(region => (IReadOnlyList<object?>)
        [
            region.Key, region.Value.Types, region.Value.Resources,
            new Shade(
                region.Value.Worst.Word,
                region.Value.Worst is Verdict.Complete ? Tint.Green : region.Value.Worst is Verdict.NotOptedIn ? Tint.Gray : Tint.Red),
        ]);
        return [
            TerminalText.Crop(title, columns),
            .. new TableLayout(["region", "types", "resources", "result"], [.. rows], output.Style).Lines(columns),
        ];
    }
}
