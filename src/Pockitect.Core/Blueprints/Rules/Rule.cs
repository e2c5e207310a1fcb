using Pockitect.Core.Faults;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>A validation rule. To add one, write a method with this signature and add it to its class's <c>All</c>.</summary>
internal delegate IEnumerable<Claim> Rule(Subject subject);

/// <summary>The input of the rules.</summary>
internal sealed record Subject(Blueprint Blueprint, BlueprintPositions Positions, BlueprintContext Context)
{
    /// <summary>The paths of unreadable values.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>Whether nothing at, around or inside the path was unreadable, so that problems there are real.</summary>
    public bool IsKnown(string path) => Broken.All(broken => !IsWithin(path, broken) && !IsWithin(broken, path));

    private static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] is '.' or '[');
}

/// <summary>A problem found by a rule.</summary>
internal sealed record Claim(Severity Severity, string Path, string Message)
{
    /// <summary>The fix; null if the user must decide.</summary>
    public BlueprintFix? Fix { get; init; }

    public static Claim Error(string path, string message) => new(Severity.Error, path, message);

    public static Claim Finding(string path, string message) => new(Severity.Finding, path, message);

    public Claim MendedBy(BlueprintFix fix) => this with { Fix = fix };
}

/// <summary>An entry of a blueprint and its path.</summary>
/// <remarks>
/// Not a tuple: code that is generic over a struct of several modules can't be precompiled, and compiling it at every start would take
/// longer than all rules.
/// </remarks>
internal sealed record Placed<T>(string Path, T Entry);

/// <summary>Returns the entries of a blueprint with their paths.</summary>
internal static class Entries
{
    public static IEnumerable<Placed<SubnetEntry>> Subnets(this Subject s) => At("network.subnets", s.Blueprint.Network.Subnets);

    public static IEnumerable<Placed<SecurityGroupEntry>> SecurityGroups(this Subject s) =>
        At("network.security_groups", s.Blueprint.Network.SecurityGroups);

    public static IEnumerable<Placed<InstanceEntry>> Instances(this Subject s) => At("compute.instances", s.Blueprint.Compute.Instances);

    public static IEnumerable<Placed<DatabaseEntry>> Databases(this Subject s) => At("data.databases", s.Blueprint.Data.Databases);

    public static IEnumerable<Placed<BucketEntry>> Buckets(this Subject s) => At("data.buckets", s.Blueprint.Data.Buckets);

    public static IEnumerable<Placed<KeyPairEntry>> KeyPairs(this Subject s) => At("security.key_pairs", s.Blueprint.Security.KeyPairs);

    public static IEnumerable<Placed<RoleEntry>> Roles(this Subject s) => At("security.roles", s.Blueprint.Security.Roles);

    public static IEnumerable<Placed<T>> At<T>(string path, IReadOnlyList<T>? list) =>
        (list ?? []).Select((entry, index) => new Placed<T>(BlueprintPath.Join(path, index), entry));
}
