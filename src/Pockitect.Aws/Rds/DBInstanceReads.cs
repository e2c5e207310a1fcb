using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>Lists and reads DB instances, and notices changes that RDS has accepted and not yet started.</summary>
internal sealed class DBInstanceReads(AwsClients aws)
{
    /// <summary>Instances that were changed and whose changes may still be pending.</summary>
    private readonly ConcurrentDictionary<(string Region, string Id), bool> _changing = new();

    /// <summary>The instance was changed, and is not settled before that change is no longer pending.</summary>
    public void Expect(Place place, string id) => _changing[(place.Region, id)] = true;

    public async IAsyncEnumerable<Observed> ListAsync(string type, Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Rds(place.Region).PagesAsync("DescribeDBInstances", new QueryParameters().Set("MaxRecords", 100), ct);
        await foreach (var page in pages)
        {
            foreach (var instance in Instances(page)) yield return DBInstanceAnswer.Read(type, place, instance);
        }
    }

    /// <remarks>
    /// For a minute after RDS accepted a change it says <c>available</c> with the change still pending, and refuses the next change until
    /// this one is done. Changes that others ordered for the maintenance window aren't waited for.
    /// </remarks>
    public async Task<Observed?> ReadAsync(string type, Place place, string id, CancellationToken ct)
    {
        if (await FindAsync(place, id, ct) is not { } instance) return null;
        var seen = DBInstanceAnswer.Read(type, place, instance);
        if (!_changing.ContainsKey((place.Region, id)) || seen.Phase is not Phase.Ready) return seen;
        if (DBInstanceAnswer.HasPending(instance)) return seen with { Phase = Phase.Pending, State = "waiting for the change to start" };
        _changing.TryRemove((place.Region, id), out _);
        return seen;
    }

    /// <summary>The instance as RDS describes it, or null when it does not exist.</summary>
    public async Task<XElement?> FindAsync(Place place, string id, CancellationToken ct)
    {
        var request = new QueryParameters().Set("DBInstanceIdentifier", id);
        var answer = await aws.Rds(place.Region).CallAsync("DescribeDBInstances", request, ct).GoneIsNullAsync();
        return answer is null ? null : Instances(answer).SingleOrDefault();
    }

    private static IEnumerable<XElement> Instances(XElement page) => page.Elements("DBInstances").Elements("DBInstance");
}
