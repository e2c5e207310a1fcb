namespace Pockitect.Core.Resources;

/// <summary>
/// The tags of every resource of a project. They are enough to find, rebuild and delete a project without any local file.
/// </summary>
public static class OwnershipTags
{
    public const string Prefix = "pockitect:";

    /// <summary>The project's slug.</summary>
    public const string Project = "pockitect:project";

    /// <summary>The project's ID, which is unique in the account, whatever its name.</summary>
    public const string ProjectId = "pockitect:project-id";

    /// <summary>The resource's logical ID in its blueprint.</summary>
    public const string Resource = "pockitect:resource";

    /// <summary>The operation that created the resource.</summary>
    public const string Operation = "pockitect:operation";

    /// <summary>Returns the default value of the <c>Name</c> tag.</summary>
    public static string NameOf(string project, string logicalId) => $"{project}-{logicalId}";

    /// <summary>Whether a tag belongs to Pockitect or AWS, and so is not managed by the user.</summary>
    public static bool IsReserved(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) || key.StartsWith("aws:", StringComparison.Ordinal);
}
