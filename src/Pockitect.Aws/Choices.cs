using System.Collections.Concurrent;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Pricing;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws;

/// <summary>The choices for editing a blueprint: from the account and the Region, otherwise from this version's lists.</summary>
/// <param name="aws">The account's clients; their creator disposes of them.</param>
/// <param name="cloud">The account.</param>
public sealed class Choices(AwsClients aws, AwsCloud cloud, TimeProvider time)
{
    // Existing resources rarely change during editing; a failed request may work again soon.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeptBuiltIn = TimeSpan.FromSeconds(30);

    // A list of choices is not worth a longer wait.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (ChoiceList List, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>Returns enabled Regions.</summary>
    public Task<ChoiceList> RegionsAsync(CancellationToken ct) => FindAsync(
        "regions",
        async token => [.. (await cloud.RegionsAsync(token)).Where(region => region.IsEnabled).Select(region => new Choice(region.Name))],
        () => [.. ListedPrices.AllRegions.Select(region => new Choice(region))],
        ct);

    /// <summary>Returns the names of a Region's zones.</summary>
    public Task<ChoiceList> ZonesAsync(string region, CancellationToken ct) =>
        FindAsync(
            $"zones {region}",
            async token => [.. (await cloud.ZonesAsync(region, token)).Select(zone => new Choice(zone))],
            () => GuessedZones(region),
            ct);

    /// <summary>Returns the cached zones; otherwise those of most Regions.</summary>
    /// <returns>False if they are assumed.</returns>
    public bool TryZones(string region, out IReadOnlyList<string> zones)
    {
        var isKnown = _known.TryGetValue($"zones {region}", out var known);
        zones = [.. (isKnown ? known.List.Items : GuessedZones(region)).Select(zone => zone.Value)];
        return isKnown;
    }

    /// <summary>Returns the Region's instance types, with the zones of those that some zones lack.</summary>
    public Task<ChoiceList> InstanceTypesAsync(string region, CancellationToken ct)
    {
        var prices = MonthlyPrices(region, "ec2", " Linux");
        return FindAsync($"types {region}", OfferedAsync, () => [.. prices.Select(price => new Choice(price.Key, null, price.Value))], ct);

        async Task<IReadOnlyList<Choice>> OfferedAsync(CancellationToken token)
        {
            var request = new Sdk.DescribeInstanceTypeOfferingsRequest { LocationType = LocationType.AvailabilityZone };
            var offers = await aws.Ec2(region).Paginators.DescribeInstanceTypeOfferings(request).InstanceTypeOfferings.ToListAsync(token);
            var zones = offers.Select(offer => offer.Location).Distinct(StringComparer.Ordinal).Count();
            return
            [
                .. from offer in offers
                   group offer.Location by offer.InstanceType.Value into type
                   let letters = type.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(zone => zone[^1..]).ToList()
                   let price = prices.TryGetValue(type.Key, out var usd) ? usd : (decimal?)null
                   orderby price ?? decimal.MaxValue, type.Key
                   select new Choice(type.Key, letters.Count < zones ? $"only in zone {string.Join(", ", letters)}" : null, price),
            ];
        }
    }

    /// <summary>Returns the cached instance types of a Region; null if not loaded yet.</summary>
    public ChoiceList? KnownInstanceTypes(string region) => _known.TryGetValue($"types {region}", out var known) ? known.List : null;

    /// <summary>Returns database classes from the built-in list: AWS's answer has thousands of lines.</summary>
    public static ChoiceList DatabaseClasses(string region)
    {
        var prices = MonthlyPrices(region, "rds", " postgres single");
        return new ChoiceList(
            [.. prices.Select(price => new Choice(price.Key, null, price.Value))],
            prices.Count == 0 ? $"No classes known for {region}; enter any class." : null);
    }

    /// <summary>Returns the names of images that Pockitect resolves, and the account's own images.</summary>
    public Task<ChoiceList> ImagesAsync(string region, CancellationToken ct)
    {
        List<Choice> known = [.. Images.Names.Select(name => new Choice(name))];
        return FindAsync($"images {region}", OwnAsync, () => known, ct);

        async Task<IReadOnlyList<Choice>> OwnAsync(CancellationToken token)
        {
            var answer = await aws.Ec2(region).DescribeImagesAsync(new Sdk.DescribeImagesRequest { Owners = ["self"] }, token);
            return [
                .. known,
                .. answer.Images.OrderBy(image => image.Name, StringComparer.Ordinal)
                    .Select(image => new Choice(image.ImageId, image.Name)),
            ];
        }
    }

    /// <summary>Returns the names of existing key pairs.</summary>
    public Task<ChoiceList> KeyPairsAsync(string region, CancellationToken ct) => FindAsync(
        $"keys {region}",
        async token => [.. (await aws.Ec2(region).DescribeKeyPairsAsync(new Sdk.DescribeKeyPairsRequest(), token)).KeyPairs
            .OrderBy(key => key.KeyName, StringComparer.Ordinal).Select(key => new Choice(key.KeyName, key.KeyType?.Value))],
        () => [],
        ct);

    /// <summary>Returns existing VPCs with their names and ranges.</summary>
    public Task<ChoiceList> VpcsAsync(string region, CancellationToken ct) => FindAsync(
        $"vpcs {region}",
        async token =>
        [
            .. from vpc in await aws.Ec2(region).Paginators.DescribeVpcs(new Sdk.DescribeVpcsRequest()).Vpcs.ToListAsync(token)
               select new Choice(vpc.VpcId, About(vpc.Tags, vpc.CidrBlock, vpc.IsDefault is true ? "default" : null)),
        ],
        () => [],
        ct);

    /// <summary>Returns existing subnets with their names, VPCs, zones and ranges.</summary>
    public Task<ChoiceList> SubnetsAsync(string region, CancellationToken ct) => FindAsync(
        $"subnets {region}",
        async token =>
        [
            .. from subnet in await aws.Ec2(region).Paginators.DescribeSubnets(new Sdk.DescribeSubnetsRequest()).Subnets.ToListAsync(token)
               orderby subnet.VpcId, subnet.CidrBlock
               select new Choice(subnet.SubnetId, About(subnet.Tags, subnet.CidrBlock, subnet.AvailabilityZone, subnet.VpcId)),
        ],
        () => [],
        ct);

    private static IReadOnlyList<Choice> GuessedZones(string region) => [.. "abc".Select(letter => new Choice($"{region}{letter}"))];

    private static Dictionary<string, decimal> MonthlyPrices(string region, string service, string ending) => ListedPrices.Read(region)
        .Where(price => price.Key.Service == service && price.Key.Item.EndsWith(ending, StringComparison.Ordinal))
        .OrderBy(price => price.Value.Usd)
        .ToDictionary(price => price.Key.Item[..^ending.Length], price => price.Value.Usd * Prices.HoursAMonth, StringComparer.Ordinal);

    private static string About(List<Sdk.Tag> tags, params string?[] more) =>
        string.Join(", ", more.Prepend(tags.Find(tag => tag.Key == "Name")?.Value).OfType<string>());

    private async Task<ChoiceList> FindAsync(
        string what, Func<CancellationToken, Task<IReadOnlyList<Choice>>> ask, Func<IReadOnlyList<Choice>> builtIn, CancellationToken ct)
    {
        if (_known.TryGetValue(what, out var known) && time.GetUtcNow() - known.At < (known.List.Note is null ? Kept : KeptBuiltIn))
            return known.List;
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        ChoiceList list;
        try
        {
            list = new ChoiceList(await ask(both.Token));
        }
        catch (Exception e)
            when (!ct.IsCancellationRequested && (patience.IsCancellationRequested || AwsFaults.Explain(e).Kind is not FaultKind.Bug))
        {
            // Choices are only a help; users can type any value.
            var why = patience.IsCancellationRequested ? "it took too long" : AwsFaults.Explain(e).Message.TrimEnd('.');
            list = new ChoiceList(builtIn(), $"AWS did not respond ({why}), so these are Pockitect's built-in values.");
        }

        _known[what] = (list, time.GetUtcNow());
        return list;
    }
}
