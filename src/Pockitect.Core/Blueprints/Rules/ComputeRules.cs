using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for instances and their volumes.</summary>
internal static partial class ComputeRules
{
    private const int MaxUserDataBytes = 16384;

    /// <summary>AWS's recommended device names for additional volumes: /dev/sdf to /dev/sdp.</summary>
    private const int FreeDevices = 11;

    public static IReadOnlyList<Rule> All { get; } =
    [
        ImageIsKnown, UserDataFits, UserDataRuns, VolumesFitTheirTypes, DevicesDiffer, DevicesSuffice, WindowsHasRsaKey,
        FixedAddressIsReachable, DisksAreEncrypted, MetadataNeedsToken,
    ];

    private static IEnumerable<Claim> ImageIsKnown(Subject s) =>
        from instance in s.Instances()
        let image = instance.Entry.Image
        where !s.Context.Images.Contains(image) && !ImagePattern().IsMatch(image)
        let near = Spelling.Hint(image, s.Context.Images)
        let hint = near.Length > 0 ? near : $" Use one of {MessageFormat.List(s.Context.Images)}, or an ID such as ami-0123456789abcdef0."
        select Claim.Error($"{instance.Path}.image", $"Unknown image '{MessageFormat.Value(image)}'.{hint}");

    private static IEnumerable<Claim> UserDataFits(Subject s) =>
        from instance in s.Instances()
        let bytes = Encoding.UTF8.GetByteCount(instance.Entry.UserData ?? "")
        where bytes > MaxUserDataBytes
        select Claim.Error($"{instance.Path}.user_data", FormattableString.Invariant(
            $"AWS accepts at most {MaxUserDataBytes:N0} bytes of user data; this script has {bytes:N0}. Download the rest from a bucket."));

    private static IEnumerable<Claim> UserDataRuns(Subject s) =>
        from instance in s.Instances()
        where instance.Entry.UserData is not null
        from finding in UserDataText.Findings(instance.Entry.UserData!, SystemOf(s, instance.Entry.Image)) // Filtered above.
        select Claim.Finding($"{instance.Path}.user_data", finding);

    private static ImageSystem SystemOf(Subject s, string image) =>
        image.StartsWith("windows", StringComparison.Ordinal)
            ? ImageSystem.Windows
            : s.Context.Images.Contains(image) ? ImageSystem.Linux
            : ImageSystem.Unknown;

    private static IEnumerable<Claim> VolumesFitTheirTypes(Subject s) =>
        from instance in s.Instances()
        let root = instance.Entry.RootVolume
        from claim in VolumeLimits.Check($"{instance.Path}.root_volume", root.Type, root.SizeGb, root.Iops, root.Throughput)
            .Concat(Volumes(instance).SelectMany(volume =>
                VolumeLimits.Check(volume.Path, volume.Entry.Type, volume.Entry.SizeGb, volume.Entry.Iops, volume.Entry.Throughput)))
        select claim;

    private static IEnumerable<Claim> DevicesDiffer(Subject s)
    {
        foreach (var instance in s.Instances())
        {
            var taken = new HashSet<string>();
            foreach (var (path, volume) in Volumes(instance))
            {
                if (volume.Device is "/dev/sda1" or "/dev/sda" or "/dev/xvda")
                    yield return Claim.Error($"{path}.device", $"{volume.Device} is the root volume's device; use /dev/sdf or later.");
                else if (volume.Device is not null && !taken.Add(volume.Device))
                    yield return Claim.Error(
                        $"{path}.device", $"Two volumes of '{instance.Entry.Name}' use {volume.Device}; change one, or omit 'device'.");
            }
        }
    }

    private static IEnumerable<Claim> DevicesSuffice(Subject s) =>
        from instance in s.Instances()
        where instance.Entry.Volumes.Count(volume => volume.Device is null) > FreeDevices
        select Claim.Error($"{instance.Path}.volumes", FormattableString.Invariant(
            $"Default device names cover only {FreeDevices} volumes, /dev/sdf to /dev/sdp; set 'device' on the others."));

    private static IEnumerable<Claim> WindowsHasRsaKey(Subject s) =>
        from instance in s.Instances()
        where instance.Entry.Image.StartsWith("windows", StringComparison.Ordinal)
        from keyPair in s.KeyPairs()
        where keyPair.Entry.Name == instance.Entry.KeyPair && keyPair.Entry is { Existing: false, Kind: not KeyKind.Rsa }
        select Claim
            .Error(
                $"{instance.Path}.key_pair",
                $"A Windows instance needs an RSA key for its password; set 'kind: rsa' in key pair '{keyPair.Entry.Name}'.")
            .MendedBy(BlueprintFix.With("Change to an RSA key", $"{keyPair.Path}.kind", "rsa"));

    private static IEnumerable<Claim> FixedAddressIsReachable(Subject s) =>
        from instance in s.Instances()
        where instance.Entry.ElasticIp && s.Blueprint.Network.Vpc is VpcChoice.New
        let subnet = s.Blueprint.Network.Subnets.FirstOrDefault(
            subnet => instance.Entry.Subnet is null || subnet.Name == instance.Entry.Subnet)
        where (subnet?.Access ?? s.Blueprint.Network.Access) is not SubnetAccess.Public
        select Claim
            .Error(
                $"{instance.Path}.elastic_ip",
                $"'{instance.Entry.Name}' is in a subnet without public access, where a public address has no effect; remove it, or "
                    + "choose a public subnet.")
            .MendedBy(BlueprintFix.Without("Remove the fixed address", $"{instance.Path}.elastic_ip"));

    private static IEnumerable<Claim> DisksAreEncrypted(Subject s) =>
        from instance in s.Instances()
        from path in Volumes(instance).Where(volume => !volume.Entry.Encrypted).Select(volume => volume.Path)
            .Concat(instance.Entry.RootVolume.Encrypted ? [] : [$"{instance.Path}.root_volume"])
        select Claim
            .Finding($"{path}.encrypted", "This disk is not encrypted. Encryption is free and can't be turned on later; remove the line.")
            .MendedBy(BlueprintFix.Without("Encrypt the disk", $"{path}.encrypted"));

    private static IEnumerable<Claim> MetadataNeedsToken(Subject s) =>
        from instance in s.Instances()
        where !instance.Entry.RequireImdsv2
        select Claim
            .Finding(
                $"{instance.Path}.require_imdsv2",
                "IMDSv1 can expose the instance's credentials through a vulnerable web server; remove the line unless old software "
                    + "needs it.")
            .MendedBy(BlueprintFix.Without("Require IMDSv2", $"{instance.Path}.require_imdsv2"));

    private static IEnumerable<Placed<VolumeEntry>> Volumes(Placed<InstanceEntry> instance) =>
        Entries.At($"{instance.Path}.volumes", instance.Entry.Volumes);

    [GeneratedRegex(@"^ami-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    private static partial Regex ImagePattern();
}
