using System.Globalization;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.S3;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Bench;

/// <summary>An account that was seen to hold very much: files of an inventory, always the same, that no AWS stands behind.</summary>
internal static class LargeInventory
{
    /// <summary>Not the one that a project of the bench is deployed to: a look at that one would find that nothing of it is there.</summary>
    private static readonly string[] regions = ["eu-west-2", "eu-west-3", "eu-north-1", "us-east-2", "us-west-1", "us-west-2", "ap-south-1", "ap-northeast-1", "ca-central-1", "sa-east-1"];

    private static readonly DateTimeOffset seen = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Writes as many resources into the data folder.</summary>
    public static async Task WriteAsync(DataFolder folder, int count, CancellationToken ct)
    {
        using var aws = new AwsClients(AwsAccount.None, new AwsClientOptions { RequestLimits = false });
        var catalog = AwsCatalog.Create(aws, folder.Keys);
        var inventory = AccountInventory.Open(folder, catalog, "123456789012");
        var each = count / regions.Length;
        foreach (var region in regions)
        {
            var place = new Place("123456789012", region);
            foreach (var rows in Of(place, each, catalog).GroupBy(row => row.Type))
                inventory.BeginScan().Receive(new ScanChunk(place, rows.Key, [.. rows], seen, Verdict.Complete));
        }

        await inventory.SaveAsync(regions, ct);
    }

    /// <summary>One VPC in fifty, one subnet in ten, and instances, disks, firewalls and buckets.</summary>
    public static IEnumerable<Observed> Of(Place place, int count, Catalog catalog)
    {
        var random = new Random(count + place.Region.Length * 31 + place.Region[^1]);
        for (var number = 0; number < count; number++)
        {
            var (vpc, subnet) = (number / 50 * 50, number / 10 * 10);
            Spec spec = (number % 50, number % 10, random.Next(6)) switch
            {
                (0, _, _) => new Vpc { CidrBlock = $"10.{number / 50 % 256}.0.0/16" },
                (_, 1, _) => new Subnet { Vpc = Ref.Existing<Vpc>(Id("vpc", vpc)), CidrBlock = $"10.{number / 50 % 256}.{number % 50}.0/24", AvailabilityZone = place.Region + "abc"[number / 10 % 3] },
                (_, _, 0) => new SecurityGroup { Vpc = Ref.Existing<Vpc>(Id("vpc", vpc)), GroupDescription = "bench" },
                (_, _, 1) => new Bucket(),
                (_, _, 2) => new Volume { AvailabilityZone = place.Region + "a", Size = 8, VolumeType = "gp3" },
                _ => new Instance { ImageId = "ami-1", InstanceType = random.Next(3) == 0 ? "m7g.large" : "t3.micro", Subnet = Ref.Existing<Subnet>(Id("subnet", subnet + 1)) },
            };
            var type = catalog.Of(spec);
            var phase = random.Next(20) switch { 0 => Phase.Stopped, 1 => Phase.Pending, _ => Phase.Ready };
            yield return new Observed
            {
                Type = type.Name,
                Id = Id(type.ShortName.ToLowerInvariant(), number),
                Place = place,
                Spec = spec,
                Phase = phase,
                State = type.HasPower ? phase switch { Phase.Stopped => "stopped", Phase.Pending => "pending", _ => "running" } : null,
                Tags = new Dictionary<string, string>
                {
                    ["Name"] = $"{new[] { "web", "worker", "cache", "queue", "report" }[random.Next(5)]}-{number}",
                    ["env"] = new[] { "prod", "stage", "test" }[random.Next(3)],
                    [OwnershipTags.Project] = $"shop-{number % 40}",
                },
            };
        }

        string Id(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}-{place.Region}-{number:x8}");
    }
}
