using System.Globalization;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>User and database names that RDS accepts, by engine.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"/>
public static class DatabaseNames
{
    // Databases reserved by the engines and RDS, and "db", which RDS rejects for PostgreSQL.
    private static readonly string[] PostgresDatabases = ["db", "rdsadmin", "template0", "template1"];
    private static readonly string[] MySqlDatabases = ["mysql", "sys", "information_schema", "performance_schema", "innodb", "rdsadmin"];

    /// <summary>Returns what is wrong with a master user's name, as a sentence; null if RDS accepts it.</summary>
    public static string? UsernameProblem(DatabaseEngine engine, string username)
    {
        var longest = engine is DatabaseEngine.Postgres ? 63 : 16;
        if (username.Length > longest)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{KeyNames.Choice(engine)} allows at most {longest} characters in a username; '{MessageFormat.Value(username)}' has "
                    + $"{username.Length}. Use a shorter one.");
        }

        return IsReserved(engine, username)
            ? $"{KeyNames.Choice(engine)} on RDS reserves the username '{username}'; choose another, such as dbadmin."
            : null;
    }

    /// <summary>Returns what is wrong with a database's name, as a sentence; null if RDS accepts it.</summary>
    public static string? DatabaseProblem(DatabaseEngine engine, string name)
    {
        var longest = engine is DatabaseEngine.Postgres ? 63 : 64;
        if (name.Length > longest)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{KeyNames.Choice(engine)} allows at most {longest} characters in a database name; '{MessageFormat.Value(name)}' has "
                    + $"{name.Length}. Use a shorter one.");
        }

        var isReserved = engine is DatabaseEngine.Postgres
            ? SqlReservedWords.IsReserved(name) || PostgresDatabases.Contains(name, StringComparer.OrdinalIgnoreCase)
            : MySqlDatabases.Contains(name, StringComparer.OrdinalIgnoreCase);
        return isReserved ? $"{KeyNames.Choice(engine)} on RDS reserves the database name '{name}'; choose another, such as app." : null;
    }

    /// <summary>Whether RDS rejects a master user with this name.</summary>
    // admin: https://github.com/aws/aws-cdk/pull/10597 and https://github.com/aws-cloudformation/cfn-lint/pull/4425, which tried it.
    public static bool IsReserved(DatabaseEngine engine, string username)
    {
        var name = username.ToUpperInvariant();
        if (name is "RDSADMIN" or "RDSREPLADMIN") return true;
        return engine is DatabaseEngine.Postgres
            && (name is "ADMIN"
                || name.StartsWith("PG_", StringComparison.Ordinal)
                || name.StartsWith("RDS_", StringComparison.Ordinal)
                || SqlReservedWords.IsReserved(name));
    }
}
