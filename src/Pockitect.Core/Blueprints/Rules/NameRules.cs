using Pockitect.Core.Files;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Checks that names are unique and references exist.</summary>
internal static class NameRules
{
    public static IReadOnlyList<Rule> All { get; } = [ProjectNameIsNoDevice, NamesAreUnique, LifecycleNamesAreUnique, ReferencesExist];

    private static IEnumerable<Claim> ProjectNameIsNoDevice(Subject s)
    {
        if (ProjectNames.IsDevice(s.Blueprint.Project.Name) && ProjectNames.Problem(s.Blueprint.Project.Name) is { } problem)
            yield return Claim.Error("project.name", problem);
    }

    private static IEnumerable<Claim> NamesAreUnique(Subject s)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, path, written) in LogicalIds(s))
        {
            if (owners.TryAdd(name, path) || owners[name] == path) continue;
            yield return Claim.Error(path, name == written
                ? $"Duplicate name '{name}', already used by {owners[name]}; names must be unique."
                : $"The count of '{written}' creates the name '{name}', already used by {owners[name]}; rename one of them.");
        }
    }

    private static IEnumerable<Claim> LifecycleNamesAreUnique(Subject s) =>
        from bucket in s.Buckets()
        from twice in Entries.At($"{bucket.Path}.lifecycle", bucket.Entry.Lifecycle).GroupBy(rule => rule.Entry.Name)
        from rule in twice.Skip(1)
        select Claim.Error($"{rule.Path}.name", $"Two lifecycle rules of this bucket are named '{twice.Key}'; rename one.");

    private static IEnumerable<Claim> ReferencesExist(Subject s)
    {
        var subnets = s.Blueprint.Network.Subnets.Select(entry => entry.Name).ToList();
        var groups = s.Blueprint.Network.SecurityGroups.Select(entry => entry.Name).ToList();
        var keyPairs = s.Blueprint.Security.KeyPairs.Select(entry => entry.Name).ToList();
        var roles = s.Blueprint.Security.Roles.Select(entry => entry.Name).ToList();
        return
        [
            .. from instance in s.Instances()
               from claim in (IEnumerable<Claim>)
               [
                   .. Missing(s, $"{instance.Path}.subnet", instance.Entry.Subnet, "subnet", "network.subnets", subnets),
                   .. MissingAny(s, $"{instance.Path}.security_groups", instance.Entry.SecurityGroups, groups),
                   .. Missing(s, $"{instance.Path}.key_pair", instance.Entry.KeyPair, "key pair", "security.key_pairs", keyPairs),
                   .. Missing(s, $"{instance.Path}.role", instance.Entry.Role, "role", "security.roles", roles),
               ]
               select claim,
            .. from database in s.Databases()
               from claim in (IEnumerable<Claim>)
               [
                   .. MissingAny(s, $"{database.Path}.allow_from", database.Entry.AllowFrom, groups),
                   .. MissingAny(s, $"{database.Path}.security_groups", database.Entry.SecurityGroups, groups),
                   .. Entries.At($"{database.Path}.subnets", database.Entry.Subnets)
                       .SelectMany(name => Missing(s, name.Path, name.Entry, "subnet", "network.subnets", subnets)),
               ]
               select claim,
            .. from rule in FirewallRules.AllRules(s)
               from claim in Missing(
                   s, $"{rule.Path}.security_group", rule.Entry.SecurityGroup, "security group", "network.security_groups", groups)
               select claim,
        ];
    }

    private static IEnumerable<Claim> MissingAny(Subject s, string path, IReadOnlyList<string>? names, List<string> groups) =>
        Entries.At(path, names).SelectMany(name => Missing(s, name.Path, name.Entry, "security group", "network.security_groups", groups));

    private static IEnumerable<Claim> Missing(Subject s, string path, string? name, string what, string where, List<string> known)
    {
        if (name is null || known.Contains(name) || !s.IsKnown(where)) yield break;
        var hint = Spelling.Hint(name, known);
        if (hint.Length == 0)
            hint = known.Count == 0 ? $" Add it to {where}." : $" Use one of {MessageFormat.List(known.Take(10))}, or add it to {where}.";
        yield return Claim.Error(path, $"Unknown {what} '{MessageFormat.Value(name)}'.{hint}");
    }

    /// <summary>Returns every name that becomes a logical ID, in section order, with the name as written.</summary>
    private static IEnumerable<LogicalId> LogicalIds(Subject s) =>
    [
        .. s.Subnets().Select(subnet => One(subnet.Entry.Name, subnet.Path)),
        .. s.SecurityGroups().Select(group => One(group.Entry.Name, group.Path)),
        .. s.Instances().SelectMany(instance => Counted(instance.Entry.Name, instance.Path, instance.Entry.Count)),
        .. from instance in s.Instances()
           from volume in Entries.At($"{instance.Path}.volumes", instance.Entry.Volumes)
           from machine in Counted(instance.Entry.Name, instance.Path, instance.Entry.Count)
           select new LogicalId($"{machine.Id}-{volume.Entry.Name}", $"{volume.Path}.name", $"{instance.Entry.Name}-{volume.Entry.Name}"),
        .. s.Databases().Select(database => One(database.Entry.Name, database.Path)),
        .. s.Buckets().Select(bucket => One(bucket.Entry.Name, bucket.Path)),
        .. s.KeyPairs().Select(keyPair => One(keyPair.Entry.Name, keyPair.Path)),
        .. s.Roles().Select(role => One(role.Entry.Name, role.Path)),
        .. s.Blueprint.Resources.Keys.Select(id => new LogicalId(id, BlueprintPath.Join("resources", id), id)),
    ];

    private static LogicalId One(string name, string path) => new(name, $"{path}.name", name);

    private static IEnumerable<LogicalId> Counted(string name, string path, int count)
    {
        yield return One(name, path);
        for (var n = 2; n <= count; n++) yield return new LogicalId(FormattableString.Invariant($"{name}-{n}"), $"{path}.name", name);
    }

    private sealed record LogicalId(string Id, string Path, string Written);
}
