using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Rds;

/// <summary>RDS's limits on changes of an existing instance, and how a change interrupts it.</summary>
internal static class DBInstanceLimits
{
    /// <summary>AWS takes a speed for this disk: a gp3 disk below 400 GiB has a fixed one.</summary>
    public static bool TakesSpeed(string? storageType, int size) => storageType is "io1" or "io2" || (storageType is "gp3" && size >= 400);

    /// <summary>Versions only go up, storage grows by at least a tenth, and the autoscaling limit is never below it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"/>
    public static DBInstance Attainable(DBInstance now, DBInstance desired)
    {
        var size = desired.AllocatedStorage > now.AllocatedStorage
            ? Math.Max(desired.AllocatedStorage, (int)Math.Ceiling(now.AllocatedStorage * 1.1m))
            : now.AllocatedStorage;
        return desired with
        {
            AllocatedStorage = Math.Max(size, desired.AllocatedStorage),
            MaxAllocatedStorage = desired.MaxAllocatedStorage is { } most ? Math.Max(most, size) : null,
            EngineVersion = desired.EngineVersion is { } version
                && now.EngineVersion is { } there
                && EngineVersions.Compare(version, there) < 0
                ? there
                : desired.EngineVersion,
            EngineLifecycleSupport = now.EngineLifecycleSupport ?? desired.EngineLifecycleSupport,
        };
    }

    public static IEnumerable<string> Of(DBInstance now, DBInstance desired)
    {
        if (desired.EngineVersion is { } version && now.EngineVersion is { } there && EngineVersions.Compare(version, there) < 0
            && !(now.AutoMinorVersionUpgrade is true
                && EngineVersions.Major(now.Engine, version) == EngineVersions.Major(now.Engine, there)))
            yield return $"It runs {now.Engine} {there}, and RDS can't go back to {version}. Use {there} in the blueprint.";
        if (desired.AllocatedStorage > now.AllocatedStorage
            && Attainable(now, desired).AllocatedStorage is var size
            && size > desired.AllocatedStorage)
            yield return $"RDS grows storage by at least 10 percent, to {size} GiB.";
        if (desired.EngineLifecycleSupport is { } support && now.EngineLifecycleSupport is { } chosen && support != chosen)
            yield return $"Its Extended Support stays {chosen}: RDS accepts this setting only when it creates a database.";
    }

    /// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html"/>
    public static IEnumerable<Interruption> Interruptions(DBInstance now, DBInstance desired)
    {
        var changed = SpecDiff.Compare(desired, now).Select(change => change.Path).ToHashSet();
        if (changed.Contains(nameof(DBInstance.DBInstanceClass)))
        {
            yield return now.MultiAZ is true
                ? new Interruption(
                    InterruptionKind.Failover,
                    "The standby changes first and takes over: connections break, and it is down for a minute or two.")
                : new Interruption(InterruptionKind.Downtime, "AWS moves it to another machine. It is down for several minutes.");
        }

        if (changed.Contains(nameof(DBInstance.EngineVersion)))
        {
            yield return new Interruption(
                InterruptionKind.Downtime,
                now.EngineVersion is { } from
                    && desired.EngineVersion is { } to
                    && EngineVersions.Major(now.Engine, from) != EngineVersions.Major(now.Engine, to)
                    ? "AWS upgrades it to another major version. It is down for ten minutes or more, and can't go back."
                    : "AWS installs the version. It is down for several minutes, and can't go back.");
        }

        if (changed.Contains(nameof(DBInstance.Port)))
            yield return new Interruption(InterruptionKind.Reboot, "AWS reboots it right away, and programs must use the new port.");
        if (changed.Contains(nameof(DBInstance.CACertificateIdentifier)))
        {
            yield return new Interruption(
                InterruptionKind.Reboot, "AWS reboots it, unless its engine accepts a certificate without a reboot.");
        }

        if (changed.Contains(nameof(DBInstance.StorageType)) && (now.StorageType is "standard" || desired.StorageType is "standard"))
        {
            yield return new Interruption(
                InterruptionKind.Downtime,
                "Its data moves to or from magnetic storage. It is down for a few minutes, and slower for hours.");
        }

        if (changed.Contains(nameof(DBInstance.BackupRetentionPeriod))
            && (now.BackupRetentionPeriod is 0) != (desired.BackupRetentionPeriod is 0))
            yield return new Interruption(InterruptionKind.Downtime, "Turning backups on or off stops it for a moment.");
        if (changed.Contains(nameof(DBInstance.PubliclyAccessible)))
        {
            yield return new Interruption(
                InterruptionKind.NewAddress,
                desired.PubliclyAccessible is true
                    ? "Its name resolves to a public address outside the VPC."
                    : "It loses its public address, and is reachable only from its VPC.");
        }
    }
}
