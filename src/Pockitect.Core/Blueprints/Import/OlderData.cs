using System.Text.RegularExpressions;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>The database and the bucket of an older file.</summary>
internal static partial class OlderData
{
    private const string UsernameNeeds = "needs 1 to 63 letters, digits and underscores, a letter first";

    public static DataSection Of(OlderFields fields) => new() { Databases = Databases(fields), Buckets = Buckets(fields) };

    private static List<DatabaseEntry> Databases(OlderFields fields)
    {
        if (fields.IsSkipped("data.db") || !fields.HasText("data.db.engine"))
        {
            // Without an engine there was no database, whatever the other fields say.
            fields.Settle(fields.In("data.db"));
            return [];
        }

        foreach (var password in (string[])["data.db.password", "data.db.master_password"])
        {
            if (fields.HasText(password))
            {
                fields.Note(
                    password,
                    "Not carried over: AWS generates the password and stores it in Secrets Manager. The old password is in the old "
                        + "file, so stop using it.");
            }
        }

        var engine = fields.Take("data.db.engine") switch
        {
            "postgres" or "postgresql" => DatabaseEngine.Postgres,
            "mysql" => DatabaseEngine.Mysql,
            "mariadb" => DatabaseEngine.Mariadb,
            _ => (DatabaseEngine?)null,
        };
        if (engine is not { } known)
        {
            fields.Note("data.db.engine", "Not carried over, and neither is the database: only postgres, mysql and mariadb are supported.");
            return [];
        }

        var defaults = new DatabaseEntry { Name = "database", Engine = known };
        var storage = fields.Number("data.db.allocated_storage_gb") ?? defaults.StorageGb;
        if (storage < defaults.StorageGb) fields.Note("data.db.allocated_storage_gb", "Carried over as 20, the minimum.");
        var username = fields.Take("data.db.username") ?? defaults.Username;
        if ((UsernamePattern().IsMatch(username)
            ? DatabaseNames.UsernameProblem(known, username)
            : $"A username {UsernameNeeds}.") is { } problem)
        {
            fields.Note("data.db.username", $"Carried over as '{defaults.Username}'. {problem}");
            username = defaults.Username;
        }

        return
        [
            defaults with
            {
                Class = fields.Take("data.db.instance_class") ?? defaults.Class,
                StorageGb = Math.Max(storage, defaults.StorageGb),
                Username = username,
                Database = DatabaseName(fields, known),
            },
        ];
    }

    private static string? DatabaseName(OlderFields fields, DatabaseEngine engine)
    {
        var path = fields.HasText("data.db.db_name") ? "data.db.db_name" : "data.db.name";
        if (fields.Take(path) is not { } written) return null;
        var name = written.Replace('-', '_');
        if (UsernamePattern().IsMatch(name) && DatabaseNames.DatabaseProblem(engine, name) is null)
        {
            if (name != written) fields.Note(path, $"Carried over as '{name}': a database name can have letters, digits and underscores.");
            return name;
        }

        fields.Note(
            path,
            $"Not carried over: {KeyNames.Choice(engine)} on RDS doesn't allow the database name '{MessageFormat.Value(written)}'. Add "
                + "'database' with another name.");
        return null;
    }

    private static List<BucketEntry> Buckets(OlderFields fields)
    {
        if (fields.IsSkipped("data.s3_bucket") || fields.Take("data.s3_bucket.name") is not { } name) return [];
        var fits = BucketNamePattern().IsMatch(name);
        if (!fits)
        {
            fields.Note(
                "data.s3_bucket.name",
                $"Not carried over: S3 doesn't allow the bucket name '{MessageFormat.Value(name)}'. The bucket gets a generated name; "
                    + "add 'bucket_name' to choose one.");
        }

        return [new BucketEntry { Name = "bucket", BucketName = fits ? name : null }];
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]{0,63}\\z")]
    private static partial Regex UsernamePattern();

    [GeneratedRegex("^[a-z0-9](?!.*[.]{2})[a-z0-9.-]{1,61}[a-z0-9]\\z")]
    private static partial Regex BucketNamePattern();
}
