using System.Xml.Linq;
using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds database versions, classes and combinations that RDS doesn't offer.</summary>
internal sealed class DatabaseCheck : Check
{
    private static readonly string[] Offered =
    [
        nameof(DBInstance.EngineVersion), nameof(DBInstance.DBInstanceClass), nameof(DBInstance.StorageType), nameof(DBInstance.MultiAZ),
        nameof(DBInstance.AllocatedStorage),
    ];

    public override IReadOnlyList<string> Actions { get; } = [
        "rds:DescribeDBEngineVersions", "rds:DescribeOrderableDBInstanceOptions", "ec2:DescribeSubnets",
    ];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<DBInstance>()
        where entry.Change.Action is not ChangeAction.Update
            || entry.Change.Differences.Any(difference => Offered.Contains(difference.Path))
        select new Question($"what RDS offers for {entry.Change.LogicalId}", () => CompareAsync(entry.Change, entry.Spec, work, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, DBInstance spec, Work work, AccountFacts facts)
    {
        var version = spec.EngineVersion;
        var versions = await facts.Databases.EngineVersionsAsync(spec.Engine);
        if (version is not null && !versions.Any(known => EngineVersions.IsOf(known, version)))
        {
            return
            [
                Error(
                    change.LogicalId,
                    $"{spec.Engine} {version} doesn't exist.",
                    $"Available in {facts.Region}: {string.Join(", ", versions)}.",
                    "Use one of those, or a prefix."),
            ];
        }

        if (change.Now?.Spec is DBInstance { EngineVersion: { } from } now && change.Action is ChangeAction.Update && version is not null
            && EngineVersions.Compare(version, from) > 0
            && await facts.Databases.UpgradeTargetsAsync(now.Engine, from) is { Count: > 0 } targets
            && EngineVersions.Newest(targets, version) is null)
        {
            return
            [
                Error(
                    change.LogicalId,
                    $"RDS can't upgrade {now.Engine} {from} to {version}.",
                    $"Upgrades from {from}: {string.Join(", ", targets)}.",
                    "Use one of those, or a prefix."),
            ];
        }

        var left = await facts.Databases.OrderableAsync(spec.Engine, spec.DBInstanceClass);
        foreach (var (what, fits) in await DemandsAsync(spec, work, facts))
        {
            if (left.Where(fits).ToList() is { Count: > 0 } fewer)
            {
                left = fewer;
                continue;
            }

            var choices = left.Count == 0 ? "" : $" Available in {facts.Region}: {Choices(left)}.";
            return
            [
                Error(
                    change.LogicalId,
                    $"RDS does not offer {spec.DBInstanceClass} for {spec.Engine}{what}.",
                    $"No combination in {facts.Region} matches.{choices}",
                    "Choose another class, or fewer options."),
            ];
        }

        return [];
    }

    /// <summary>The requirements in order, so that the first unavailable one is reported.</summary>
    private static async Task<IReadOnlyList<(string What, Func<XElement, bool> Fits)>> DemandsAsync(
        DBInstance spec, Work work, AccountFacts facts)
    {
        var demands = new List<(string, Func<XElement, bool>)> { ("", _ => true) };
        if (spec.EngineVersion is { } version)
            demands.Add(($" {version}", option => EngineVersions.IsOf(Text(option, "EngineVersion"), version)));
        if (spec.StorageType is { } storage)
            demands.Add(($" with storage of type {storage}", option => Text(option, "StorageType") == storage));
        if (spec.MultiAZ is true) demands.Add((" in two Availability Zones", option => Has(option, "MultiAZCapable")));
        if (spec.StorageEncrypted is true) demands.Add((" with encrypted storage", option => Has(option, "SupportsStorageEncryption")));
        if (spec.EnableIAMDatabaseAuthentication is true)
            demands.Add((" with IAM authentication", option => Has(option, "SupportsIAMDatabaseAuthentication")));
        if (spec.EnablePerformanceInsights is true)
            demands.Add((" with Performance Insights", option => Has(option, "SupportsPerformanceInsights")));
        demands.Add(($" with {spec.AllocatedStorage} GiB", option =>
            spec.AllocatedStorage >= ((int?)option.Element("MinStorageSize") ?? 0)
                && spec.AllocatedStorage <= ((int?)option.Element("MaxStorageSize") ?? int.MaxValue)));
        if (await ZonesAsync(spec, work, facts) is { Count: > 0 } zones)
        {
            demands.Add(
                ($" in {string.Join(", ", zones)}", option => ZonesOf(option).Intersect(zones).Count() >= (spec.MultiAZ is true ? 2 : 1)));
        }

        return demands;
    }

    /// <summary>The zones in which it may be placed; none if unknown.</summary>
    private static async Task<IReadOnlyList<string>> ZonesAsync(DBInstance spec, Work work, AccountFacts facts)
    {
        if (spec.AvailabilityZone is { } zone) return [zone];
        var zones = new List<string>();
        if (spec.DBSubnetGroup is not { } group || work.Find(group) is not { } desired) return [];
        foreach (var subnet in desired.SubnetIds)
        {
            if (await work.ZoneOfAsync(subnet, facts) is not { } known) return [];
            zones.Add(known);
        }

        return [.. zones.Distinct(StringComparer.Ordinal)];
    }

    private static string Choices(IReadOnlyList<XElement> options)
    {
        return $"version {List("EngineVersion")}, storage {List("StorageType")}, "
            + $"{(options.Any(option => Has(option, "MultiAZCapable")) ? "one zone or two" : "one zone only")}";

        string List(string name) => string.Join(" or ", options.Select(option => Text(option, name)).Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ZonesOf(XElement option) =>
        option.Elements("AvailabilityZones").Elements("AvailabilityZone").Select(zone => Text(zone, "Name"));

    private static bool Has(XElement option, string ability) => Text(option, ability) == "true";

    private static string Text(XElement option, string name) => (string?)option.Element(name) ?? "";
}
