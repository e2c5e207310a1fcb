namespace Pockitect.Core.Resources;

/// <summary>
/// The tags that every resource of a project carries. With them alone, and no file of ours left, a project can be
/// found, rebuilt and removed.
/// </summary>
public static class OwnershipTags
{
    public const string Prefix = "pockitect:";

    /// <summary>The project's slug.</summary>
    public const string Project = "pockitect:project";

    /// <summary>The project's own id, which no other project of the account shares, whatever its name.</summary>
    public const string ProjectId = "pockitect:project-id";

    /// <summary>The resource's logical id in its blueprint.</summary>
    public const string Resource = "pockitect:resource";

    /// <summary>The operation that made the resource.</summary>
    public const string Operation = "pockitect:operation";

    /// <summary>The value of the <c>Name</c> tag of a resource that is given none.</summary>
    public static string NameOf(string project, string logicalId) => $"{project}-{logicalId}";

    /// <summary>Tags that are ours or AWS's, and so no part of what a person manages.</summary>
    public static bool IsReserved(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) || key.StartsWith("aws:", StringComparison.Ordinal);
}
