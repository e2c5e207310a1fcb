using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Ec2;

/// <summary>The settings that EC2 chooses.</summary>
internal static class InstanceDefaults
{
    /// <summary>The same settings with EC2's own value in a property that the blueprint no longer has; null where EC2 has none.</summary>
    public static Instance? Unset(Instance desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        nameof(Instance.UserData) => desired with { UserData = "" },
        nameof(Instance.SecurityGroupIds) => DefaultGroup.Of(now, around) is { } group ? desired with { SecurityGroupIds = [group] } : null,
        nameof(Instance.Monitoring) => desired with { Monitoring = false },
        nameof(Instance.DisableApiTermination) => desired with { DisableApiTermination = false },
        nameof(Instance.SourceDestCheck) => desired with { SourceDestCheck = true },
        nameof(Instance.InstanceInitiatedShutdownBehavior) => desired with { InstanceInitiatedShutdownBehavior = "stop" },
        // Its settings follow one by one.
        nameof(Instance.RootVolume) or nameof(Instance.MetadataOptions) => desired,
        _ => path.Split('.') is [nameof(Instance.RootVolume), var setting] && now.Spec is Instance { RootVolume: { } disk }
            && InstanceRoot.Unset(desired.RootVolume ?? new RootVolume(), setting, disk) is { } root
            ? desired with { RootVolume = root }
            : null,
    };

    /// <summary>The settings that you would write to have this instance: without EC2's own choices.</summary>
    public static Instance Without(Instance spec, Observed now) => spec with
    {
        // By default the subnet decides, and an elastic address or a stop changes the visible value.
        AssociatePublicIpAddress = now.Tags.ContainsKey(InstanceLaunch.PublicAddressTag) ? spec.AssociatePublicIpAddress : null,
        // AWS's choice. A replacement that is created while the old one runs can't have the same.
        PrivateIpAddress = null,
        AvailabilityZone = spec.Subnet is null ? spec.AvailabilityZone : null,
        RootVolume = spec.RootVolume is { } root ? InstanceRoot.AsWritten(root) : null,
    };
}
