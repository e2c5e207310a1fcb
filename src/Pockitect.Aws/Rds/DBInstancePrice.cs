using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>The price of a database: hours while it runs, and its storage and its password's secret always.</summary>
/// <seealso href="https://aws.amazon.com/rds/pricing/"/>
internal static class DBInstancePrice
{
    // Included from 400 GiB, where a gp3 volume accepts more.
    private const int Gp3Iops = 12000;
    private const int Gp3Throughput = 500;

    public static MonthlyPrice Of(DBInstance spec, Standing standing, Prices prices)
    {
        var zones = spec.MultiAZ is true ? "multi" : "single";
        List<PricePart> parts = [.. Disk(spec, zones, prices)];
        if (standing.Outputs.Count == 0 || standing.Outputs.ContainsKey("MasterUserSecretArn"))
            parts.Add(prices.Part("its password in Secrets Manager", "secretsmanager", "secret", 1));
        parts.Add(PricePart.ByUse(standing.Phase is Phase.Stopped ? "backups" : "backups and data transfer"));
        if (standing.Phase is Phase.Stopped) return new MonthlyPrice(parts);

        parts.Insert(
            0,
            prices.Hours(
                $"{spec.DBInstanceClass} with {spec.Engine}{(spec.MultiAZ is true ? " in two zones" : "")}",
                "rds",
                $"{spec.DBInstanceClass} {spec.Engine} {zones}"));
        if (spec.PubliclyAccessible is null) parts.Add(PricePart.NotKnown("a public address, if it gets one"));
        else if (spec.PubliclyAccessible is true)
            parts.Add(spec.MultiAZ is true
                ? PricePart.NotKnown("public addresses")
                : prices.Hours("a public IPv4 address", "ipv4", "address hour"));
        return new MonthlyPrice(parts);
    }

    private static IEnumerable<PricePart> Disk(DBInstance spec, string zones, Prices prices)
    {
        if (spec.StorageType is not { } type)
        {
            yield return PricePart.NotKnown(Text($"{spec.AllocatedStorage} GiB of storage (type chosen by AWS)"));
            yield break;
        }

        yield return prices.Part(Text($"{spec.AllocatedStorage} GiB of {type}"), "rds", $"{type} GiB {zones}", spec.AllocatedStorage);
        if (type is "io1" or "io2")
        {
            yield return spec.Iops is { } iops
                ? prices.Part(Text($"{iops} IOPS"), "rds", $"{type} iops {zones}", iops)
                : PricePart.NotKnown($"IOPS of {type}");
        }

        if (type is not "gp3") yield break;
        if (spec.Iops > Gp3Iops)
        {
            yield return prices.Part(
                Text($"{spec.Iops - Gp3Iops} IOPS above {Gp3Iops}"), "rds", $"gp3 iops {zones}", spec.Iops.Value - Gp3Iops);
        }

        if (spec.StorageThroughput > Gp3Throughput)
        {
            yield return prices.Part(
                Text($"{spec.StorageThroughput - Gp3Throughput} MiB/s above {Gp3Throughput}"),
                "rds",
                $"gp3 throughput {zones}",
                spec.StorageThroughput.Value - Gp3Throughput);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
