using Pockitect.Aws.Iam;
using Pockitect.Aws.Rds;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Validation;

/// <summary>Finds tags that only some services accept.</summary>
internal static class TagChecks
{
    public static IEnumerable<BlueprintProblem> Check(IReadOnlyList<Asked> asked, ProjectSection project) =>
        asked.SelectMany(resource => resource.Spec switch
        {
            Role or InstanceProfile => SameButForCase(resource, project),
            DBInstance or DBSubnetGroup => OfRds(resource, project),
            _ => [],
        })
        // A role and its instance profile have the same tags.
        .DistinctBy(problem => problem.Path);

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html: keys are not case-sensitive.
    private static IEnumerable<BlueprintProblem> SameButForCase(Asked resource, ProjectSection project) =>
        from same in (resource.Spec.Tags ?? new Dictionary<string, string>()).Keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        // Tags from Pockitect are not in the file.
        let written = same.Where(key => IsWritten(project, key)).ToList()
        where written.Count > 0
        let key = written[^1]
        let other = same.First(one => one != key)
        let source = IsWritten(project, other) ? "" : " that Pockitect adds"
        select new BlueprintProblem(Severity.Error, 0, 0, PathOf(resource, project, key),
            $"IAM treats the tags '{key}' and '{other}'{source} as the same, so role "
                + $"'{resource.LogicalId.Replace("-profile", "", StringComparison.Ordinal)}' can't have both. Use '{other}' here, or "
                + "another key.");

    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html
    private static IEnumerable<BlueprintProblem> OfRds(Asked resource, ProjectSection project) =>
        from tag in resource.Spec.Tags ?? new Dictionary<string, string>()
        let inKey = IsReserved(tag.Key)
        where (inKey || IsReserved(tag.Value)) && IsWritten(project, tag.Key)
        select new BlueprintProblem(Severity.Error, 0, 0, PathOf(resource, project, tag.Key),
            $"RDS doesn't allow a tag {(inKey ? "key" : "value")} that starts with 'rds:' or 'aws:' (database '{resource.LogicalId}'). "
                + "Change it.");

    private static bool IsReserved(string text) =>
        text.StartsWith("rds:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);

    private static bool IsWritten(ProjectSection project, string key) =>
        project.Tags.ContainsKey(key) || key is not ("Name" or "Owner" or "Description");

    private static string PathOf(Asked resource, ProjectSection project, string key) =>
        BlueprintPath.Join(
            project.Tags.ContainsKey(key)
                ? "project.tags"
                : resource.IsWritten ? $"{resource.Path}.properties.Tags"
                : $"{resource.Path}.tags",
            key);
}
