using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.Runtime;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Preflight;

/// <summary>Facts about an account and a Region, each read once for all checks. AWS's refusals are thrown as SDK exceptions.</summary>
internal sealed class AccountFacts(AwsClients aws, Catalog catalog, string region, CancellationToken ct)
{
    private const int NamesPerFilter = 200;

    private readonly ConcurrentDictionary<string, Lazy<Task>> _answers = new(StringComparer.Ordinal);

    public AwsClients Aws => aws;

    public string Region => region;

    public CancellationToken Ct => ct;

    public DatabaseFacts Databases => new(this);

    /// <summary>The same account in another Region.</summary>
    public AccountFacts In(string other) => other == region ? this : new AccountFacts(aws, catalog, other, ct);

    public Core.Resources.ResourceType TypeOf(Type specType) => catalog[specType];

    /// <summary>Asks a question once; later calls get the same answer.</summary>
    public Task<T> OnceAsync<T>(string question, Func<Task<T>> ask) =>
        (Task<T>)_answers.GetOrAdd(question, _ => new Lazy<Task>(ask)).Value;

    private IAmazonEC2 Ec2 => aws.Ec2(region);

    /// <summary>Returns all resources of a type, from its list.</summary>
    public Task<IReadOnlyList<Observed>> AllAsync<T>()
        where T : Spec => AllAsync(typeof(T));

    public Task<IReadOnlyList<Observed>> AllAsync(Type specType) => OnceAsync($"all {specType.Name}", async () =>
    {
        var type = catalog[specType];
        return (IReadOnlyList<Observed>)await type.ListAsync(PlaceOf(type), ct).ToListAsync(ct);
    });

    /// <summary>Returns one resource, or null if it doesn't exist.</summary>
    public Task<Observed?> ReadAsync(Type specType, string id) => OnceAsync($"{specType.Name} {id}", async () =>
    {
        var type = catalog[specType];
        try
        {
            return await type.ReadAsync(PlaceOf(type), id, ct);
        }
        catch (AmazonServiceException e) when (e.ErrorCode?.EndsWith(".Malformed", StringComparison.Ordinal) is true)
        {
            // An ID that AWS rejects as malformed doesn't exist.
            return null;
        }
    });

    /// <summary>Returns all Availability Zones, including Local Zones, with AWS's state for each.</summary>
    public Task<IReadOnlyDictionary<string, string>> ZonesAsync() => OnceAsync("zones", async () =>
    {
        var answer = await Ec2.DescribeAvailabilityZonesAsync(new Sdk.DescribeAvailabilityZonesRequest { AllAvailabilityZones = true }, ct);
        return (IReadOnlyDictionary<string, string>)answer.AvailabilityZones
            .Where(zone => zone.OptInStatus?.Value != "not-opted-in")
            .ToDictionary(zone => zone.ZoneName, zone => zone.State?.Value ?? "", StringComparer.Ordinal);
    });

    /// <summary>Returns all VPCs with all their IPv4 ranges.</summary>
    public Task<IReadOnlyList<VpcFact>> VpcsAsync() => OnceAsync("VPC ranges", async () =>
    {
        var pages = Ec2.Paginators.DescribeVpcs(new Sdk.DescribeVpcsRequest { MaxResults = 1000 });
        return (IReadOnlyList<VpcFact>)await pages.Vpcs.Select(vpc => new VpcFact(
            vpc.VpcId,
            [
                .. vpc.CidrBlockAssociationSet.Select(range => Ipv4Range.Parse(range.CidrBlock))
                    .Append(Ipv4Range.Parse(vpc.CidrBlock))
                    .OfType<Ipv4Range>()
                    .Distinct(),
            ],
            Ec2Tags.Read(vpc.Tags))).ToListAsync(ct);
    });

    public Task<IReadOnlyList<SubnetFact>> SubnetsAsync() => OnceAsync("subnets", async () => (IReadOnlyList<SubnetFact>)
    [
        .. from observed in await AllAsync<Subnet>()
           let spec = (Subnet)observed.Spec
           select new SubnetFact(observed.Id, spec.Vpc.Id, spec.AvailabilityZone ?? "", Ipv4Range.Parse(spec.CidrBlock)),
    ]);

    /// <summary>Returns the zones that offer an instance type; none if the Region doesn't have it.</summary>
    public async Task<IReadOnlySet<string>> OfferingZonesAsync(string instanceType) =>
        await OnceAsync($"offerings {instanceType}", async () =>
        {
            var request = new Sdk.DescribeInstanceTypeOfferingsRequest
            {
                LocationType = LocationType.AvailabilityZone,
                Filters = [new Sdk.Filter("instance-type", [instanceType])],
            };
            return (IReadOnlySet<string>)await Ec2.Paginators.DescribeInstanceTypeOfferings(request).InstanceTypeOfferings
                .Select(offering => offering.Location).ToHashSetAsync(StringComparer.Ordinal, ct);
        });

    /// <summary>Returns the details of these instance types, without unknown ones.</summary>
    public async Task<IReadOnlyDictionary<string, InstanceTypeFact>> InstanceTypesAsync(IEnumerable<string> names)
    {
        var known = new Dictionary<string, InstanceTypeFact>(StringComparer.Ordinal);
        foreach (var chunk in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(NamesPerFilter))
        {
            // By filter, because otherwise an unknown name fails the whole call.
            var request = new Sdk.DescribeInstanceTypesRequest { Filters = [new Sdk.Filter("instance-type", [.. chunk])] };
            var types = await OnceAsync(
                $"types {string.Join(' ', chunk)}",
                async () => await Ec2.Paginators.DescribeInstanceTypes(request).InstanceTypes.ToListAsync(ct));
            foreach (var type in types)
            {
                known[type.InstanceType.Value] = new InstanceTypeFact(
                    type.VCpuInfo?.DefaultVCpus ?? 0, [.. type.ProcessorInfo?.SupportedArchitectures ?? []]);
            }
        }

        return known;
    }

    /// <summary>Whether every new volume in the Region is encrypted.</summary>
    public async Task<bool> EncryptsDisksAsync() =>
        await OnceAsync(
            "encryption",
            async () =>
                (await Ec2.GetEbsEncryptionByDefaultAsync(new Sdk.GetEbsEncryptionByDefaultRequest(), ct)).EbsEncryptionByDefault is true);

    /// <summary>The types of instances that count as running on demand, one entry each.</summary>
    public Task<IReadOnlyList<string>> RunningTypesAsync() => OnceAsync("running", async () =>
    {
        var request = new Sdk.DescribeInstancesRequest
        {
            MaxResults = 1000,
            Filters = [new Sdk.Filter("instance-state-name", ["pending", "running"])],
        };
        return (IReadOnlyList<string>)await Ec2.Paginators.DescribeInstances(request).Reservations
            .SelectMany(reservation => reservation.Instances.ToAsyncEnumerable())
            // Spot instances and dedicated hosts have their own quotas.
            .Where(instance => instance.InstanceLifecycle is null && instance.Placement?.Tenancy?.Value != "host")
            .Select(instance => instance.InstanceType.Value)
            .ToListAsync(ct);
    });

    /// <summary>Returns a spec's image, or null if it doesn't exist.</summary>
    public Task<ImageFact?> ImageAsync(string imageId) => OnceAsync($"image {imageId}", async () =>
    {
        try
        {
            var (id, _) = await InstanceImage.ResolveAsync(aws.Ssm(region), imageId, ct);
            var answer = await Ec2.DescribeImagesAsync(new Sdk.DescribeImagesRequest { ImageIds = [id] }, ct);
            if (answer.Images is not [var image]) return null;
            var root = image.BlockDeviceMappings.Find(mapping => mapping.DeviceName == image.RootDeviceName)?.Ebs;
            return new ImageFact(id, image.State?.Value ?? "", image.Architecture?.Value ?? "", root?.VolumeSize);
        }
        catch (AmazonServiceException e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound || e.ErrorCode is "InvalidAMIID.Malformed")
        {
            return (ImageFact?)null;
        }
    });

    /// <summary>Returns a snapshot's size in GiB, or null if it doesn't exist.</summary>
    public Task<int?> SnapshotAsync(string id) => OnceAsync($"snapshot {id}", async () =>
    {
        try
        {
            var answer = await Ec2.DescribeSnapshotsAsync(new Sdk.DescribeSnapshotsRequest { SnapshotIds = [id] }, ct);
            return answer.Snapshots is [var snapshot] ? snapshot.VolumeSize : null;
        }
        catch (AmazonServiceException e)
            when (AwsFaults.Explain(e).Kind is FaultKind.NotFound || e.ErrorCode is "InvalidSnapshotID.Malformed")
        {
            return null;
        }
    });

    /// <summary>Returns a quota's value in this account, or null if AWS returns none.</summary>
    public async Task<double?> QuotaAsync(Quota quota)
    {
        var place = quota.IsGlobal ? Place.GlobalRegion : region;
        var applied = await QuotasAsync("ListServiceQuotas", quota.Service, place);
        if (applied.TryGetValue(quota.Code, out var value)) return value;
        return (await QuotasAsync("ListAWSDefaultServiceQuotas", quota.Service, place)).TryGetValue(quota.Code, out var usual)
            ? usual
            : null;
    }

    /// <summary>How many resources a quota counts in this Region, or in the account if the quota is global.</summary>
    public Task<int> CountAsync(Core.Resources.ResourceType type, QuotaRule.Shared rule) =>
        OnceAsync($"count {rule.Quota.Code}", async () =>
            rule.CountAsync is { } count
                ? await count(PlaceOf(type), ct)
                : (await AllAsync(type.SpecType)).Count(type.CountsAgainstQuotas));

    /// <summary>Returns the names of all of the account's buckets, in all Regions.</summary>
    public Task<IReadOnlySet<string>> BucketsAsync() =>
        OnceAsync("buckets", async () => (IReadOnlySet<string>)await aws.S3(region).Paginators
            .ListBuckets(new Amazon.S3.Model.ListBucketsRequest { MaxBuckets = 1000 }).Buckets
            .Select(bucket => bucket.BucketName)
            .ToHashSetAsync(StringComparer.Ordinal, ct));

    private Task<Dictionary<string, double>> QuotasAsync(string action, string service, string place) =>
        OnceAsync($"{action} {service}", async () =>
        {
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            var request = new JsonObject { ["ServiceCode"] = service, ["MaxResults"] = 100 };
            await foreach (var page in aws.ServiceQuotas(place).PagesAsync(action, request, ct))
            {
                foreach (var quota in page["Quotas"]?.AsArray() ?? [])
                {
                    if (quota?["QuotaCode"]?.GetValue<string>() is { } code && quota["Value"] is { } value)
                        values[code] = Convert.ToDouble(value.ToString(), CultureInfo.InvariantCulture);
                }
            }

            return values;
        });

    private Place PlaceOf(Core.Resources.ResourceType type) => new(aws.Account.AccountId, type.IsGlobal ? Place.GlobalRegion : region);
}

/// <param name="Ranges">Its IPv4 ranges, including later additions.</param>
internal sealed record VpcFact(string Id, IReadOnlyList<Ipv4Range> Ranges, IReadOnlyDictionary<string, string> Tags);

/// <param name="Range">Its IPv4 range; null for an IPv6-only subnet.</param>
internal sealed record SubnetFact(string Id, string VpcId, string Zone, Ipv4Range? Range);

/// <param name="Vcpus">The default number of vCPUs.</param>
/// <param name="Architectures">AWS's names: x86_64, arm64, i386 …</param>
internal sealed record InstanceTypeFact(int Vcpus, IReadOnlyList<string> Architectures);

/// <param name="State">AWS's state; only <c>available</c> images can start.</param>
/// <param name="RootGiB">The minimum size of its root volume; null if unknown.</param>
internal sealed record ImageFact(string Id, string State, string Architecture, int? RootGiB);
