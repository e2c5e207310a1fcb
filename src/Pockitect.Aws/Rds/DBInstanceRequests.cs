using Pockitect.Aws.Clients;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Rds;

/// <summary>The parameters of the calls that create and change a DB instance.</summary>
internal static class DBInstanceRequests
{
    public static QueryParameters Create(string id, DBInstance spec, Creation how) => new QueryParameters()
        .Set("DBInstanceIdentifier", id)
        .Set("Engine", spec.Engine)
        .Set("EngineVersion", spec.EngineVersion)
        .Set("DBInstanceClass", spec.DBInstanceClass)
        .Set("AllocatedStorage", spec.AllocatedStorage)
        // A disk that must not grow has no value here, and its own size in a later change.
        .Set("MaxAllocatedStorage", spec.MaxAllocatedStorage > spec.AllocatedStorage ? spec.MaxAllocatedStorage : null)
        .Set("StorageType", spec.StorageType)
        .Set("Iops", spec.Iops)
        .Set("StorageThroughput", spec.StorageThroughput)
        .Set("StorageEncrypted", spec.StorageEncrypted)
        .Set("KmsKeyId", spec.KmsKeyId)
        .Set("MasterUsername", spec.MasterUsername)
        .Set("ManageMasterUserPassword", true)
        .Set("DBName", spec.DBName)
        .Set("Port", spec.Port)
        .Set("MultiAZ", spec.MultiAZ)
        .Set("AvailabilityZone", spec.AvailabilityZone)
        .Set("PubliclyAccessible", spec.PubliclyAccessible)
        .Set("DBSubnetGroupName", spec.DBSubnetGroup?.Id)
        .List("VpcSecurityGroupIds.VpcSecurityGroupId", spec.VPCSecurityGroups?.Select(group => group.Id))
        .Set("BackupRetentionPeriod", spec.BackupRetentionPeriod)
        .Set("PreferredBackupWindow", spec.PreferredBackupWindow)
        .Set("PreferredMaintenanceWindow", spec.PreferredMaintenanceWindow)
        .Set("DeletionProtection", spec.DeletionProtection)
        .Set("CopyTagsToSnapshot", spec.CopyTagsToSnapshot)
        .Set("AutoMinorVersionUpgrade", spec.AutoMinorVersionUpgrade)
        .Set("EnablePerformanceInsights", spec.EnablePerformanceInsights)
        .Set("EnableIAMDatabaseAuthentication", spec.EnableIAMDatabaseAuthentication)
        .Set("CACertificateIdentifier", spec.CACertificateIdentifier)
        .Set("EngineLifecycleSupport", spec.EngineLifecycleSupport)
        .Tags("Tags.Tag", how.Tags);

    /// <summary>The change from the current to the desired settings; null if nothing differs.</summary>
    public static async Task<QueryParameters?> ModifyAsync(
        QueryClient rds, string id, DBInstance now, DBInstance desired, CancellationToken ct)
    {
        // One call for everything, because AWS rejects a second one while it works on the first.
        var changed = SpecDiff.Compare(desired, now).Select(change => change.Path).ToHashSet();
        if (changed.Count == 0) return null;
        T? New<T>(string property, T? value) => changed.Contains(property) ? value : default;

        var request = new QueryParameters()
            .Set("DBInstanceIdentifier", id)
            .Set("ApplyImmediately", true)
            .Set(
                "EngineVersion",
                New(nameof(desired.EngineVersion), desired.EngineVersion) is { } version
                    ? await UpgradeTargetAsync(rds, now, version, ct)
                    : null)
            .Set("DBInstanceClass", New(nameof(desired.DBInstanceClass), desired.DBInstanceClass))
            .Set("MaxAllocatedStorage", New(nameof(desired.MaxAllocatedStorage), desired.MaxAllocatedStorage))
            .Set("DBPortNumber", New(nameof(desired.Port), desired.Port))
            .Set("MultiAZ", New(nameof(desired.MultiAZ), desired.MultiAZ))
            .Set("PubliclyAccessible", New(nameof(desired.PubliclyAccessible), desired.PubliclyAccessible))
            .List(
                "VpcSecurityGroupIds.VpcSecurityGroupId",
                New(nameof(desired.VPCSecurityGroups), desired.VPCSecurityGroups)?.Select(group => group.Id))
            .Set("BackupRetentionPeriod", New(nameof(desired.BackupRetentionPeriod), desired.BackupRetentionPeriod))
            .Set("PreferredBackupWindow", New(nameof(desired.PreferredBackupWindow), desired.PreferredBackupWindow))
            .Set("PreferredMaintenanceWindow", New(nameof(desired.PreferredMaintenanceWindow), desired.PreferredMaintenanceWindow))
            .Set("DeletionProtection", New(nameof(desired.DeletionProtection), desired.DeletionProtection))
            .Set("CopyTagsToSnapshot", New(nameof(desired.CopyTagsToSnapshot), desired.CopyTagsToSnapshot))
            .Set("AutoMinorVersionUpgrade", New(nameof(desired.AutoMinorVersionUpgrade), desired.AutoMinorVersionUpgrade))
            .Set("EnablePerformanceInsights", New(nameof(desired.EnablePerformanceInsights), desired.EnablePerformanceInsights))
            .Set(
                "EnableIAMDatabaseAuthentication",
                New(nameof(desired.EnableIAMDatabaseAuthentication), desired.EnableIAMDatabaseAuthentication))
            .Set("CACertificateIdentifier", New(nameof(desired.CACertificateIdentifier), desired.CACertificateIdentifier));

        // The plan with the new version was approved, and AWS wants a flag for a major one.
        if (changed.Contains(nameof(desired.EngineVersion))) request.Set("AllowMajorVersionUpgrade", true);
        if (changed.Overlaps(
            [nameof(desired.AllocatedStorage), nameof(desired.StorageType), nameof(desired.Iops), nameof(desired.StorageThroughput)]))
            SetStorage(request, now, desired);
        return request;
    }

    /// <summary>
    /// Returns the version to request: AWS resolves a prefix to that major version's default, which may not be a valid target.
    /// </summary>
    private static async Task<string> UpgradeTargetAsync(QueryClient rds, DBInstance now, string version, CancellationToken ct)
    {
        if (now.EngineVersion is not { } from) return version;
        var request = new QueryParameters().Set("Engine", now.Engine).Set("EngineVersion", from);
        var answer = await rds.CallAsync("DescribeDBEngineVersions", request, ct);
        // Without a valid target, AWS's own error is the clearest.
        return EngineVersions.Newest(DBInstanceAnswer.UpgradeTargets(answer), version) ?? version;
    }

    // AWS wants the speed of a disk together with its size, also where only the size changes.
    private static void SetStorage(QueryParameters request, DBInstance now, DBInstance desired)
    {
        var type = desired.StorageType ?? now.StorageType;
        var size = Math.Max(desired.AllocatedStorage, now.AllocatedStorage);
        var kept = DBInstanceLimits.TakesSpeed(type, size) && DBInstanceLimits.TakesSpeed(now.StorageType, now.AllocatedStorage)
            ? now
            : null;
        request
            .Set("AllocatedStorage", size)
            .Set("StorageType", type)
            .Set("Iops", desired.Iops ?? kept?.Iops)
            .Set("StorageThroughput", desired.StorageThroughput ?? (type is "gp3" ? kept?.StorageThroughput : null));
    }
}
