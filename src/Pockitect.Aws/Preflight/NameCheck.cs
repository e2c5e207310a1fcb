using System.Globalization;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds names that are already used and must be unique: of roles, key pairs, databases, parameters and others.</summary>
internal sealed class NameCheck : Check
{
    // A spec without a name gets an empty one, which can't be taken.
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    // A plan has the read actions of its own types anyway.
    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        // A worldwide name may be another account's, which takes a call of its own to see.
        where Shape.Of(change.Type.SpecType).Properties.All(property => property.UniqueName is not { IsWorldwide: true })
        let name = change.Type.NaturalKey(change.Desired!, Unnamed) // A created resource is desired.
        where name is { Length: > 0 }
        select new Question($"whether the name {name} is free", () => CompareAsync(change, name, work, facts));

    /// <summary>The finding for a used name.</summary>
    internal static Finding Taken(PlannedChange change, string name, string holder) => Error(
        change.LogicalId,
        $"The name '{name}' is taken.",
        holder,
        "Choose another name in the blueprint, or omit it to get a generated one.");

    /// <summary>Returns its owner, as far as its tags tell, and since when.</summary>
    internal static string Holder(string kind, IReadOnlyDictionary<string, string> tags, DateTimeOffset? createdAt)
    {
        var since = createdAt is { } at ? $", created on {at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "";
        return tags.GetValueOrDefault(OwnershipTags.Project) is { } project
            ? $"Project '{project}' has a {kind} with this name ('{tags.GetValueOrDefault(OwnershipTags.Resource)}'){since}."
            : $"The account has a {kind} with this name that Pockitect did not create{since}.";
    }

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, string name, Work work, AccountFacts facts)
    {
        var found = await facts.ReadAsync(change.Type.SpecType, name);
        return found is null or { Phase: Phase.Gone } || work.IsOurs(found.Tags)
            ? []
            : [Taken(change, name, Holder(change.Type.Noun, found.Tags, found.CreatedAt))];
    }
}

/// <summary>Finds used names of security groups, which are unique in their VPC.</summary>
internal sealed class GroupNameCheck : Check
{
    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Making<SecurityGroup>()
        let name = entry.Spec.GroupName
        let vpc = work.IdOf(entry.Spec.Vpc)
        // A new VPC has no names.
        where name is not null && vpc is not null
        select new Question($"whether the name {name} is free", () => CompareAsync(entry.Change, name, vpc, work, facts));

    private static async Task<IEnumerable<Finding>> CompareAsync(
        PlannedChange change, string name, string vpc, Work work, AccountFacts facts) =>
        from row in await facts.AllAsync<SecurityGroup>()
        let spec = (SecurityGroup)row.Spec
        where spec.Vpc.Id == vpc && spec.GroupName == name && !work.IsOurs(row.Tags)
        select NameCheck.Taken(change, name, NameCheck.Holder($"security group in {vpc}", row.Tags, row.CreatedAt));
}
