using Pockitect.Core.Faults;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>One thing that is checked. To add one: write a method of this form and name it in its class's <c>All</c>.</summary>
internal delegate IEnumerable<Claim> Rule(Subject subject);

/// <summary>What the rules look at.</summary>
internal sealed record Subject(Blueprint Blueprint, BlueprintPositions Positions, BlueprintContext Context)
{
    /// <summary>The paths of values that could not be read.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>Nothing at the path, around it or in it could not be read, so that what is said of it is true.</summary>
    public bool IsKnown(string path) => Broken.All(broken => !IsWithin(path, broken) && !IsWithin(broken, path));

    private static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] is '.' or '[');
}

/// <summary>What a rule says of the value at a path.</summary>
internal sealed record Claim(Severity Severity, string Path, string Message)
{
    /// <summary>What mends it; null where that takes a person's thought.</summary>
    public BlueprintFix? Fix { get; init; }

    public static Claim Error(string path, string message) => new(Severity.Error, path, message);

    public static Claim Finding(string path, string message) => new(Severity.Finding, path, message);

    public Claim MendedBy(BlueprintFix fix) => this with { Fix = fix };
}

/// <summary>An entry of a blueprint and its path.</summary>
/// <remarks>
/// Not a tuple: code that is generic over a structure of several modules can't be compiled ahead, and compiling it at every start
/// takes longer than all that the rules do.
/// </remarks>
internal sealed record Placed<T>(string Path, T Entry);

/// <summary>The entries of a blueprint with their paths.</summary>
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
