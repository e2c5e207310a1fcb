using System.Globalization;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for databases.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"/>
internal static class DatabaseRules
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly string[] ProductionWords = ["prod", "production", "live"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        UsernameFits, DatabaseNameFits, StorageCanGrow, StorageFitsItsType, WindowsAreTimes, WindowsDoNotMeet, SubnetsAreInTwoZones,
        StaysOnItsVersion, IsSupported, IsNotPublic, IsEncrypted, HasBackups, ProductionStandsBy,
    ];

    private static IEnumerable<Claim> UsernameFits(Subject s) =>
        from database in s.Databases()
        let problem = DatabaseNames.UsernameProblem(database.Entry.Engine, database.Entry.Username)
        where problem is not null
        select Claim.Error($"{database.Path}.username", problem)
            .MendedBy(BlueprintFix.Without("Rename to dbadmin", $"{database.Path}.username"));

    private static IEnumerable<Claim> DatabaseNameFits(Subject s) =>
        from database in s.Databases()
        where database.Entry.Database is not null
        let problem = DatabaseNames.DatabaseProblem(database.Entry.Engine, database.Entry.Database!) // Filtered above.
        where problem is not null
        select Claim.Error($"{database.Path}.database", problem);

    private static IEnumerable<Claim> StorageCanGrow(Subject s) =>
        from database in s.Databases()
        where database.Entry.MaxStorageGb * 10 < database.Entry.StorageGb * 11
        select Claim.Error($"{database.Path}.max_storage_gb", string.Create(
            CultureInfo.InvariantCulture,
            $"'max_storage_gb' must be at least 10% above 'storage_gb' ({database.Entry.StorageGb}); got {database.Entry.MaxStorageGb}. "
                + $"Use {(database.Entry.StorageGb * 11 + 9) / 10} or more."))
                .MendedBy(
                    BlueprintFix.With(
                        FormattableString.Invariant($"Set the maximum to {(database.Entry.StorageGb * 11 + 9) / 10} GiB"),
                        $"{database.Path}.max_storage_gb",
                        (database.Entry.StorageGb * 11 + 9) / 10));

    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
    private static IEnumerable<Claim> StorageFitsItsType(Subject s)
    {
        foreach (var (path, database) in s.Databases())
        {
            var (type, gb, iops) = (database.StorageType, database.StorageGb, database.Iops);
            if (type is "io1" or "io2")
            {
                if (iops is null) yield return Claim.Error($"{path}.storage_type", $"{type} needs 'iops'; add it, or use gp3.");
                if (gb < 100)
                {
                    yield return Claim.Error(
                        $"{path}.storage_gb", FormattableString.Invariant($"{type} needs at least 100 GiB; got {gb}. Use gp3 for less."));
                }

                if (type == "io1" && iops > 50L * gb)
                {
                    yield return Claim.Error(
                        $"{path}.iops", FormattableString.Invariant($"io1 allows 50 iops per GiB: {50L * gb} for {gb} GiB; got {iops}."));
                }
            }
            else if (type == "gp2" && iops is not null)
            {
                yield return Claim.Error($"{path}.iops", "gp2 doesn't support 'iops'; remove it, or use gp3.");
            }
            else if (type == "gp3" && iops is not null && gb < 400)
            {
                yield return Claim.Error(
                    $"{path}.iops",
                    FormattableString.Invariant($"gp3 supports 'iops' from 400 GiB; this has {gb}. Remove it: 3000 are included."));
            }
            else if (type == "gp3" && iops is < 12000 or > 64000)
            {
                yield return Claim.Error(
                    $"{path}.iops", FormattableString.Invariant($"gp3 with 400 GiB or more supports 12000 to 64000 iops; got {iops}."));
            }
        }
    }

    private static IEnumerable<Claim> WindowsAreTimes(Subject s)
    {
        foreach (var (path, database) in s.Databases())
        {
            if (database.BackupWindow is { } backup && !(Backup(backup)?.Minutes >= 30))
            {
                yield return Claim.Error(
                    $"{path}.backup_window",
                    $"'backup_window' needs two times at least 30 minutes apart, such as 03:00-04:00; got '{backup}'.");
            }

            if (database.MaintenanceWindow is { } work && !(Maintenance(work)?.Minutes is >= 30 and <= 1440))
            {
                yield return Claim.Error(
                    $"{path}.maintenance_window",
                    "'maintenance_window' needs two days and times 30 minutes to 24 hours apart, such as sun:05:00-sun:06:00; got "
                        + $"'{work}'.");
            }
        }
    }

    private static IEnumerable<Claim> WindowsDoNotMeet(Subject s) =>
        from database in s.Databases()
        where database.Entry is { BackupWindow: not null, MaintenanceWindow: not null }
        let backup = Backup(database.Entry.BackupWindow!) // Filtered above, like the next.
        let work = Maintenance(database.Entry.MaintenanceWindow!)
        where backup is not null && work is not null && Meet(backup, work)
        select Claim.Error(
            $"{database.Path}.maintenance_window",
            "The maintenance window overlaps the daily backup window, which AWS rejects; move one of them.");

    private static IEnumerable<Claim> SubnetsAreInTwoZones(Subject s)
    {
        foreach (var (path, database) in s.Databases())
        {
            if (database.Subnets is not { } names) continue;
            var zones = s.Blueprint.Network.Subnets.Where(subnet => names.Contains(subnet.Name)).Select(subnet => subnet.Zone).ToList();
            // Zones are assigned in turn by default, so two subnets are in two zones.
            if (names.Distinct().Count() < 2 || (zones.Count >= 2 && !zones.Contains(null) && zones.Distinct().Count() < 2))
            {
                yield return Claim.Error(
                    $"{path}.subnets",
                    "A database needs subnets in at least two zones, even if it runs in one; name two in different zones.");
            }
        }
    }

    private static IEnumerable<Claim> StaysOnItsVersion(Subject s) =>
        from database in s.Databases()
        where database.Entry is { AutoMinorVersionUpgrade: true, Version: not null }
        let parts = database.Entry.Version!.Split('.') // Filtered above.
        let major = string.Join('.', parts.Take(database.Entry.Engine is DatabaseEngine.Postgres ? 1 : 2))
        where major.Length < database.Entry.Version!.Length // Filtered above.
        select Claim
            .Finding(
                $"{database.Path}.version",
                $"AWS installs minor versions automatically, so the database won't stay on {database.Entry.Version}. Use {major}, or "
                    + "turn off 'auto_minor_version_upgrade'.")
            .MendedBy(BlueprintFix.With($"Use {major}", $"{database.Path}.version", major));

    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-versions.html
    private static IEnumerable<Claim> IsSupported(Subject s) =>
        from database in s.Databases()
        // Not null, see above.
        where database.Entry is { Version: not null, ExtendedSupport: not false }
            && IsPastSupport(database.Entry.Engine, database.Entry.Version!)
        select Claim.Finding(
            $"{database.Path}.version",
            $"Standard support of {KeyNames.Choice(database.Entry.Engine)} {database.Entry.Version} has ended, so AWS charges for "
                + "Extended Support per vCPU and hour. Use a newer version, or 'extended_support: false' to let AWS upgrade it.");

    private static bool IsPastSupport(DatabaseEngine engine, string version) => (engine, version.Split('.')) switch
    {
        (DatabaseEngine.Postgres, [var major, ..]) =>
            int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 13,
        (DatabaseEngine.Mysql, ["5", ..] or ["8", "0", ..]) => true,
        _ => false,
    };

    private static IEnumerable<Claim> IsNotPublic(Subject s) =>
        from database in s.Databases()
        where database.Entry.Public
        select Claim
            .Finding(
                $"{database.Path}.public", "The database has a public address; remove the line, and connect through an instance instead.")
            .MendedBy(BlueprintFix.Without("Keep it private", $"{database.Path}.public"));

    private static IEnumerable<Claim> IsEncrypted(Subject s) =>
        from database in s.Databases()
        where !database.Entry.Encrypted
        select Claim
            .Finding(
                $"{database.Path}.encrypted",
                "The database is not encrypted. Encryption is free and can't be turned on later; remove the line.")
            .MendedBy(BlueprintFix.Without("Encrypt the database", $"{database.Path}.encrypted"));

    private static IEnumerable<Claim> HasBackups(Subject s) =>
        from database in s.Databases()
        where database.Entry.BackupDays == 0
        select Claim.Finding($"{database.Path}.backup_days", "No backups are kept, so data can't be restored; use 7, or omit it.")
            .MendedBy(BlueprintFix.Without("Keep backups for 7 days", $"{database.Path}.backup_days"));

    private static IEnumerable<Claim> ProductionStandsBy(Subject s) =>
        from database in s.Databases()
        where s.Blueprint.Project.Name.Split('-').Intersect(ProductionWords).Any()
            && !(database.Entry.MultiAz && database.Entry.DeletionProtection)
        select Claim
            .Finding(
                database.Path,
                $"The project's name suggests production, but database '{database.Entry.Name}' lacks 'multi_az' or "
                    + "'deletion_protection'; turn on both.")
            .MendedBy(new BlueprintFix(
                "Turn on both",
                [new BlueprintEdit($"{database.Path}.multi_az", true), new BlueprintEdit($"{database.Path}.deletion_protection", true)]));

    /// <summary>The start minute of the day, and the length in minutes; may pass midnight.</summary>
    private static Window? Backup(string window) =>
        window.Split('-') is [var from, var to] && Time(from) is { } start && Time(to) is { } end
            ? new Window(start, (end - start + 1440) % 1440)
            : null;

    /// <summary>The start minute of the week, and the length in minutes.</summary>
    private static Window? Maintenance(string window) =>
        window.Split('-') is [var from, var to] && DayAndTime(from) is { } start && DayAndTime(to) is { } end
            ? new Window(start, (end - start + 10080) % 10080)
            : null;

    private static int? DayAndTime(string text) =>
        Array.IndexOf(Days, text[..3]) is >= 0 and var day && Time(text[4..]) is { } minute ? (day * 1440) + minute : null;

    private static int? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : null;

    private static bool Meet(Window backup, Window work)
    {
        for (var start = backup.Start; start < 10080; start += 1440)
        {
            if ((work.Start - start + 10080) % 10080 < backup.Minutes || (start - work.Start + 10080) % 10080 < work.Minutes) return true;
        }

        return false;
    }

    /// <param name="Start">The minute of the day or of the week.</param>
    private sealed record Window(int Start, int Minutes);
}
