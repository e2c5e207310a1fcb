using System.Globalization;
namespace Pockitect.Core.Blueprints.Rules;

/// <summary>
/// EBS limits per volume type: size in GiB, I/O operations per second (null if not configurable), and operations per GiB. gp3 always allows
/// 3000.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html"/>
internal sealed record VolumeLimits(int MinGb, int MaxGb, int? MinIops = null, int MaxIops = 0, int IopsPerGb = 0)
{
    private static readonly Dictionary<string, VolumeLimits> Known = new()
    {
        ["gp3"] = new(1, 65536, 3000, 80000, 500),
        ["gp2"] = new(1, 16384),
        ["io1"] = new(4, 16384, 100, 64000, 50),
        ["io2"] = new(4, 65536, 100, 256000, 1000),
        ["st1"] = new(125, 16384),
        ["sc1"] = new(125, 16384),
        ["standard"] = new(1, 1024),
    };

    /// <summary>Returns everything that AWS would reject. A null size means the image's size.</summary>
    public static IEnumerable<Claim> Check(string path, string type, int? sizeGb, int? iops, int? throughput)
    {
        if (!Known.TryGetValue(type, out var limits)) yield break;
        if (sizeGb < limits.MinGb || sizeGb > limits.MaxGb)
        {
            yield return Claim.Error(
                $"{path}.size_gb",
                FormattableString.Invariant($"A {type} volume can have {limits.MinGb} to {limits.MaxGb} GiB; got {sizeGb}."));
        }

        if (throughput is not null && type != "gp3")
        {
            yield return Claim.Error(
                $"{path}.throughput", $"Only gp3 supports 'throughput'; this is {type}. Remove it, or change the type.");
        }

        if (throughput > 0.25 * Math.Max(iops ?? 3000, 3000))
        {
            yield return Claim.Error(
                $"{path}.throughput",
                FormattableString.Invariant(
                    $"gp3 allows a quarter of its iops ({iops ?? 3000}) in MiB per second; got {throughput}. Raise 'iops'."));
        }

        foreach (var claim in limits.CheckIops(path, type, sizeGb, iops)) yield return claim;
    }

    private IEnumerable<Claim> CheckIops(string path, string type, int? sizeGb, int? iops)
    {
        if (iops is null)
        {
            if (type is "io1" or "io2") yield return Claim.Error($"{path}.type", $"{type} needs 'iops'; add it, or use gp3.");
        }
        else if (MinIops is null)
        {
            yield return Claim.Error($"{path}.iops", $"{type} doesn't support 'iops'; remove it, or use gp3, io1 or io2.");
        }
        else if (iops < MinIops || iops > MaxIops)
        {
            yield return Claim.Error(
                $"{path}.iops", FormattableString.Invariant($"{type} supports {MinIops} to {MaxIops} iops; got {iops}."));
        }
        else if (sizeGb is not null && iops > Math.Max((long)IopsPerGb * sizeGb.Value, type == "gp3" ? 3000 : 0))
        {
            yield return Claim.Error($"{path}.iops", string.Create(
                CultureInfo.InvariantCulture,
                $"{type} allows {IopsPerGb} iops per GiB: {(long)IopsPerGb * sizeGb.Value} for {sizeGb} GiB; got {iops}. Lower it, or "
                    + $"raise 'size_gb'."));
        }
    }
}
