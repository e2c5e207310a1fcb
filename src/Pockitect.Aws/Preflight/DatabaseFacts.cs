using System.Xml.Linq;
using Pockitect.Aws.Protocol;
using Pockitect.Aws.Rds;

namespace Pockitect.Aws.Preflight;

/// <summary>What RDS offers in a Region: engine versions and instance classes.</summary>
internal sealed class DatabaseFacts(AccountFacts facts)
{
    /// <summary>Returns the available versions of a database engine.</summary>
    public Task<IReadOnlyList<string>> EngineVersionsAsync(string engine) => facts.OnceAsync($"engine {engine}", async () =>
    {
        var request = new QueryParameters().Set("Engine", engine).Set("MaxRecords", 100);
        return (IReadOnlyList<string>)await facts.Aws.Rds(facts.Region).PagesAsync("DescribeDBEngineVersions", request, facts.Ct)
            .SelectMany(page => page.Elements("DBEngineVersions").Elements("DBEngineVersion"))
            .Select(version => (string?)version.Element("EngineVersion") ?? "")
            .ToListAsync(facts.Ct);
    });

    /// <summary>Returns the versions to which a database engine version can be upgraded.</summary>
    public Task<IReadOnlyList<string>> UpgradeTargetsAsync(string engine, string version) =>
        facts.OnceAsync($"upgrades {engine} {version}", async () =>
            (IReadOnlyList<string>)[.. DBInstanceAnswer.UpgradeTargets(await facts.Aws.Rds(facts.Region).CallAsync(
                "DescribeDBEngineVersions", new QueryParameters().Set("Engine", engine).Set("EngineVersion", version), facts.Ct))]);

    /// <summary>Returns every combination in which RDS offers an instance class with an engine.</summary>
    public Task<IReadOnlyList<XElement>> OrderableAsync(string engine, string instanceClass) =>
        facts.OnceAsync($"orderable {engine} {instanceClass}", async () =>
        {
            var request = new QueryParameters()
                .Set("Engine", engine)
                .Set("DBInstanceClass", instanceClass)
                .Set("Vpc", true)
                .Set("MaxRecords", 100);
            return (IReadOnlyList<XElement>)await facts.Aws.Rds(facts.Region)
                .PagesAsync("DescribeOrderableDBInstanceOptions", request, facts.Ct)
                .SelectMany(page => page.Elements("OrderableDBInstanceOptions").Elements("OrderableDBInstanceOption"))
                .ToListAsync(facts.Ct);
        });
}
