using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>The settings that RDS chooses.</summary>
internal static class DBInstanceDefaults
{
    /// <summary>The same settings with RDS's own value in a property that the blueprint no longer has; null where RDS has none.</summary>
    public static DBInstance? Unset(DBInstance desired, string path, Observed now, IReadOnlyList<Observed> around) => path switch
    {
        // A small gp3 volume has a fixed speed, and so does another storage type.
        nameof(DBInstance.Iops) or nameof(DBInstance.StorageThroughput)
            when !DBInstanceLimits.TakesSpeed(desired.StorageType ?? ((DBInstance)now.Spec).StorageType, desired.AllocatedStorage) =>
                desired,
        nameof(DBInstance.Iops) or nameof(DBInstance.StorageThroughput) => null,
        nameof(DBInstance.VPCSecurityGroups) =>
            DefaultGroup.Of(now, around) is { } group ? desired with { VPCSecurityGroups = [group] } : null,
        nameof(DBInstance.MultiAZ) => desired with { MultiAZ = false },
        nameof(DBInstance.DeletionProtection) => desired with { DeletionProtection = false },
        nameof(DBInstance.EnablePerformanceInsights) => desired with { EnablePerformanceInsights = false },
        nameof(DBInstance.EnableIAMDatabaseAuthentication) => desired with { EnableIAMDatabaseAuthentication = false },
        nameof(DBInstance.MaxAllocatedStorage) => desired with { MaxAllocatedStorage = desired.AllocatedStorage },
        _ => null,
    };

    /// <summary>The settings that you would write to have this instance: without RDS's own choices and changes.</summary>
    public static DBInstance Without(DBInstance spec)
    {
        // RDS shows the speed of every gp3 disk, but takes one only for large disks.
        var takesSpeed = DBInstanceLimits.TakesSpeed(spec.StorageType, spec.AllocatedStorage);
        return spec with
        {
            // AWS installs minor versions itself; the exact one would soon request a downgrade.
            EngineVersion = spec is { AutoMinorVersionUpgrade: true, EngineVersion: { } version }
                ? EngineVersions.Major(spec.Engine, version)
                : spec.EngineVersion,
            EngineLifecycleSupport = spec.EngineLifecycleSupport is "open-source-rds-extended-support" ? null : spec.EngineLifecycleSupport,
            // A limit as large as the disk means that it must not grow, which is the default.
            MaxAllocatedStorage = spec.MaxAllocatedStorage > spec.AllocatedStorage ? spec.MaxAllocatedStorage : null,
            Iops = takesSpeed ? spec.Iops : null,
            StorageThroughput = takesSpeed && spec.StorageType is "gp3" ? spec.StorageThroughput : null,
            // It changes with every failover.
            AvailabilityZone = null,
        };
    }
}
