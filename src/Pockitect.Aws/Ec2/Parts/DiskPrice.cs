using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>The price of an EBS volume, attached later or as a root volume.</summary>
/// <seealso href="https://aws.amazon.com/ebs/pricing/"/>
internal static class DiskPrice
{
    // Included in every gp3 volume.
    private const int Gp3Iops = 3000;
    private const int Gp3Throughput = 125;

    /// <param name="unknown">The name of an unknown part, if the size or type is unknown.</param>
    public static IEnumerable<PricePart> Parts(Prices prices, Disk disk, string unknown)
    {
        if (disk is not { Size: { } size, VolumeType: { } type })
        {
            yield return PricePart.NotKnown(unknown);
            yield break;
        }

        yield return prices.Part(Text($"{size} GiB of {type}"), "ebs", $"{type} GiB", size);
        switch (type)
        {
            case "gp3":
                if (disk.Iops > Gp3Iops)
                {
                    yield return prices.Part(
                        Text($"{disk.Iops - Gp3Iops} IOPS above {Gp3Iops}"), "ebs", "gp3 iops", disk.Iops.Value - Gp3Iops);
                }

                if (disk.Throughput > Gp3Throughput)
                {
                    yield return prices.Part(
                        Text($"{disk.Throughput - Gp3Throughput} MiB/s above {Gp3Throughput}"),
                        "ebs",
                        "gp3 throughput",
                        disk.Throughput.Value - Gp3Throughput);
                }

                break;
            case "io1" or "io2" when disk.Iops is null:
                yield return PricePart.NotKnown($"IOPS of {type}");
                break;
            case "io1":
                yield return prices.Part(Text($"{disk.Iops} IOPS"), "ebs", "io1 iops", disk.Iops.Value);
                break;
            case "io2":
                // Higher tiers cost less.
                foreach (var (from, to, item) in ((int, int, string)[])[
                    (0, 32000, "io2 iops"),
                    (32000, 64000, "io2 iops above 32000"),
                    (64000, int.MaxValue, "io2 iops above 64000"),
                ])
                {
                    var units = Math.Min(disk.Iops.Value, to) - from;
                    if (units > 0) yield return prices.Part(Text($"{units} IOPS{(from > 0 ? $" above {from}" : "")}"), "ebs", item, units);
                }

                break;
            case "standard":
                yield return PricePart.ByUse("disk requests");
                break;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
