using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;

namespace Pockitect.Core.Commands;

/// <summary>Scans many Regions, whole or in parts that several workers share.</summary>
internal sealed class ScanHandler(AccountScanner scanner, StatusReporter reporter)
{
    /// <summary>Scans what a request names, and updates the status of known projects.</summary>
    /// <exception cref="FaultException">Unknown type.</exception>
    public async Task<Status> HandleAsync(ScanAllRegions command, CommandContext context, CancellationToken stop)
    {
        var ending = await ScanAsync(command.Request, context.Tell, stop);
        await reporter.ReportAsync(scanner.Inventory.Resources, context.Tell, stop);
        return ending;
    }

    /// <summary>Scans a part, which is not enough to update the status of projects.</summary>
    /// <exception cref="FaultException">Unknown type.</exception>
    public Task<Status> HandleAsync(ScanPart command, CommandContext context, CancellationToken stop) => ScanAsync(
        command.Request, context.Tell, stop);

    /// <summary>Returns one part per Region, and one for global types.</summary>
    public async Task<IReadOnlyList<ScanPart>> PartsAsync(ScanRequest request, CancellationToken stop)
    {
        var types = request.Types is null ? scanner.Cloud.Catalog.Types : [.. request.Types.Select(name => scanner.Cloud.Catalog[name])];
        var global = types.Where(type => type.IsGlobal).Select(type => type.Name).ToList();
        var regional = types.Where(type => !type.IsGlobal).Select(type => type.Name).ToList();
        var regions = regional.Count == 0 ? []
            : request.Regions?.Select(region => new CloudRegion(region, IsEnabled: true)) ?? await scanner.Cloud.RegionsAsync(stop);
        var (open, closed) = (new List<string>(), new List<string>());
        foreach (var region in regions.DistinctBy(region => region.Name)) (region.IsEnabled ? open : closed).Add(region.Name);

        List<(string Name, ScanRequest Request)> parts = [.. open.Select(region => (region, new ScanRequest([region], regional)))];
        if (closed.Count > 0) parts.Add(("closed", new ScanRequest(closed, regional, AreNotEnabled: true)));
        if (global.Count > 0) parts.Add(("global", new ScanRequest(null, global)));
        return [.. parts.Select(part => new ScanPart(part.Request, part.Name, parts.Count))];
    }

    private async Task<Status> ScanAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
        if (request.Types?.FirstOrDefault(name => scanner.Cloud.Catalog.Find(name) is null) is { } unknown)
        {
            var known = string.Join(", ", scanner.Cloud.Catalog.Types.Select(type => type.Name));
            throw new FaultException(
                new Fault(FaultKind.Invalid, "UnknownType", $"Unknown resource type '{unknown}'. Known types: {known}."));
        }

        var numbers = new ScanNumbers();
        await scanner.ScanAsync(request, chunk => tell(numbers.Number(chunk)), stop);
        var entries = scanner.Inventory.Entries.Where(entry => request.Names(entry.Place, entry.Type)).ToList();
        await tell(new ScanComplete(
            entries.Sum(entry => entry.Resources.Count),
            // The global place is one of these, or part of its own scan.
            entries.Where(entry => !scanner.Cloud.Catalog[entry.Type].IsGlobal).Select(entry => entry.Place.Region).Distinct().Count(),
            entries.GroupBy(entry => entry.Verdict).ToDictionary(group => group.Key, group => group.Count())));
        return new Completed($"{entries.Sum(entry => entry.Resources.Count)} resources found.");
    }

    /// <summary>Numbers the chunks of a scan, so that remote receivers can tell whether all have arrived.</summary>
    private sealed class ScanNumbers
    {
        private readonly string _look = Guid.NewGuid().ToString("N");
        private readonly Dictionary<(string Region, string Type), int> _next = [];

        public ScanRows Number(ScanChunk chunk)
        {
            var key = (chunk.Place.Region, chunk.Type);
            var number = _next.GetValueOrDefault(key);
            _next[key] = number + 1;
            return new ScanRows(chunk) { Look = _look, Number = number };
        }
    }
}
