using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;

namespace Pockitect.Core.Commands;

/// <summary>A look at many Regions, whole or as parts that several workers share.</summary>
internal sealed class Scans(Engine engine)
{
    /// <exception cref="FaultException">It names a type that there is not.</exception>
    public async Task<Status> RunAsync(ScanRequest request, Func<Status, Task> tell, CancellationToken stop)
    {
        if (request.Types?.FirstOrDefault(name => engine.Cloud.Catalog.Find(name) is null) is { } unknown)
        {
            var known = string.Join(", ", engine.Cloud.Catalog.Types.Select(type => type.Name));
            throw new FaultException(new Fault(FaultKind.Invalid, "UnknownType", $"No resource type is called '{unknown}'. There are: {known}."));
        }

        var numbers = new ScanNumbers();
        await engine.ScanAsync(request, chunk => tell(numbers.Number(chunk)), stop);
        var entries = engine.Inventory.Entries.Where(entry => request.Names(entry.Place, entry.Type)).ToList();
        await tell(new ScanComplete(
            entries.Sum(entry => entry.Resources.Count),
            // The place of types that know no Regions is one of these already, or part of a scan of its own.
            entries.Where(entry => !engine.Cloud.Catalog[entry.Type].IsGlobal).Select(entry => entry.Place.Region).Distinct().Count(),
            entries.GroupBy(entry => entry.Verdict).ToDictionary(group => group.Key, group => group.Count())));
        return new Completed($"{entries.Sum(entry => entry.Resources.Count)} resources seen.");
    }

    /// <summary>One part for each Region, and one for the types that know no Regions.</summary>
    public async Task<IReadOnlyList<ScanPart>> PartsAsync(ScanRequest request, CancellationToken stop)
    {
        var types = request.Types is null ? engine.Cloud.Catalog.Types : [.. request.Types.Select(name => engine.Cloud.Catalog[name])];
        var global = types.Where(type => type.IsGlobal).Select(type => type.Name).ToList();
        var regional = types.Where(type => !type.IsGlobal).Select(type => type.Name).ToList();
        var regions = regional.Count == 0 ? []
            : request.Regions?.Select(region => new CloudRegion(region, IsEnabled: true)) ?? await engine.Cloud.RegionsAsync(stop);
        var (open, closed) = (new List<string>(), new List<string>());
        foreach (var region in regions.DistinctBy(region => region.Name)) (region.IsEnabled ? open : closed).Add(region.Name);

        List<(string Name, ScanRequest Request)> parts = [.. open.Select(region => (region, new ScanRequest([region], regional)))];
        if (closed.Count > 0) parts.Add(("closed", new ScanRequest(closed, regional, AreNotEnabled: true)));
        if (global.Count > 0) parts.Add(("global", new ScanRequest(null, global)));
        return [.. parts.Select(part => new ScanPart(part.Request, part.Name, parts.Count))];
    }

    /// <summary>Numbers the chunks of one scan, so that whoever hears them elsewhere knows whether all of them came.</summary>
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
