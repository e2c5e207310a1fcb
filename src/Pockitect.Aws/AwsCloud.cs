using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Policies;
using Pockitect.Aws.Preflight;
using Pockitect.Aws.Pricing;
using Pockitect.Aws.Topology;
using Pockitect.Aws.Validation;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws;

/// <summary>An AWS account, or the sandbox.</summary>
/// <param name="aws">The account's clients; their creator disposes of them.</param>
/// <param name="keysFolder">The folder for generated private keys.</param>
/// <param name="time">The clock for ages.</param>
public sealed class AwsCloud(AwsClients aws, string keysFolder, TimeProvider time) : Cloud
{
    /// <summary>The folder that caches AWS's prices for a week; null for no cache.</summary>
    public string? PriceFolder { get; init; }

    public override string AccountId => aws.Account.AccountId;

    public override string AccountName => aws.Account.Name;

    public override Catalog Catalog { get; } = AwsCatalog.Create(aws, keysFolder);

    public override Fault Explain(Exception exception) => AwsFaults.Explain(exception, Catalog);

    // A server on this computer shows its changes immediately, but a request may still be in transit.
    public override TimeSpan ListsLag => aws.Account.Endpoint is { IsLoopback: true } ? TimeSpan.FromSeconds(2) : base.ListsLag;

    public override void ForgetCredentials() => aws.Account.ForgetCredentials();

    public override BlueprintReading Check(BlueprintReading reading)
    {
        var context = new BlueprintContext
        {
            Images = Images.Names,
            SectionIds = BlueprintDesigner.KnownIds,
            Regions = AwsRegions.Partitions,
            ResourceProblems = some => DesignCheck.Check(some, Catalog),
            Conflicts = DesignCheck.Conflicts,
        };
        return BlueprintValidation.Check(reading, context);
    }

    public override async Task<Design> DesignAsync(Blueprint blueprint, CancellationToken ct)
    {
        var region = blueprint.Project.Region;
        try
        {
            return BlueprintDesigner.Design(blueprint, await ZonesAsync(region, ct));
        }
        catch (AmazonEC2Exception e) when (AwsFaults.Explain(e).Kind is FaultKind.NotOptedIn)
        {
            return new Design([], [new BlueprintProblem(Severity.Error, 0, 0, "project.region",
                ProjectRules.RegionProblem(region, AwsRegions.Partitions)
                    ?? $"The account has not enabled the Region {region}. Enable it in the account's settings, or choose another "
                        + "Region.")]);
        }
    }

    public override Task<IReadOnlyList<Finding>> PreflightAsync(Plan plan, TimeSpan? estimate, CancellationToken ct) =>
        AwsPreflight.RunAsync(aws, Catalog, plan, estimate, time, ct);

    public override IReadOnlyList<string> PreflightActions(Plan plan) =>
        [
            .. plan.Changes.Any(change => change.Desired is not null) ? [Lookups.Zones] : Array.Empty<string>(),
            AwsPrices.Action,
            .. AwsPreflight.ActionsOf(aws, Catalog, plan, time),
        ];

    /// <summary>Returns which of these IAM actions the current identity lacks, and what that blocks.</summary>
    public Task<PermissionReport> LackingAsync(IReadOnlyList<string> actions, string region, CancellationToken ct) =>
        PermissionReport.AskAsync(aws, Catalog, actions, region, ct);

    /// <summary>Returns the account's quota use in a Region.</summary>
    /// <param name="rows">The account's inventory.</param>
    public Task<IReadOnlyList<QuotaUse>> QuotasAsync(string region, IReadOnlyList<Observed> rows, CancellationToken ct) =>
        QuotaUse.AskAsync(new AccountFacts(aws, Catalog, region, ct), Catalog, rows);

    public override Task<PriceBook> PricesAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct) =>
        new AwsPrices(aws, new PriceCache(PriceFolder), time).FindAsync(wishes, ct);

    public override IAsyncEnumerable<ScanChunk> ScanAsync(ScanRequest request, CancellationToken ct) =>
        new Scanner(AccountId, Catalog, aws.RegionsAsync, new ScannerOptions { Time = time }).ScanAsync(request, ct);

    public override async Task<IReadOnlyList<CloudRegion>> RegionsAsync(CancellationToken ct) =>
        [.. (await aws.RegionsAsync(ct)).Select(region => new CloudRegion(region.Name, region.OptedIn))];

    /// <summary>The zones where the account can place everything, without Local and Wavelength Zones, which require an opt-in.</summary>
    public async Task<IReadOnlyList<string>> ZonesAsync(string region, CancellationToken ct)
    {
        var request = new Sdk.DescribeAvailabilityZonesRequest
        {
            Filters = [new Sdk.Filter("zone-type", ["availability-zone"]), new Sdk.Filter("opt-in-status", ["opt-in-not-required"])],
        };
        var answer = await aws.Ec2(region).DescribeAvailabilityZonesAsync(request, ct);
        // In any state: an impaired zone must not move its resources.
        return [.. answer.AvailabilityZones.Select(zone => zone.ZoneName).Order(StringComparer.Ordinal)];
    }
}
