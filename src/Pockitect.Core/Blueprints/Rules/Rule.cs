namespace Pockitect.Core.Blueprints.Rules;

/// <summary>One thing that is checked. To add one: write a method of this form and name it in its class's <c>All</c>.</summary>
internal delegate IEnumerable<Claim> Rule(Subject subject);

/// <summary>What the rules look at.</summary>
internal sealed record Subject(Blueprint Blueprint, BlueprintPositions Positions, BlueprintContext Context);

/// <summary>What a rule says of the value at a path.</summary>
internal sealed record Claim(Severity Severity, string Path, string Message)
{
    public static Claim Error(string path, string message) => new(Severity.Error, path, message);

    public static Claim Finding(string path, string message) => new(Severity.Finding, path, message);
}

/// <summary>The entries of a blueprint with their paths.</summary>
internal static class Entries
{
    public static IEnumerable<(string Path, SubnetEntry Entry)> Subnets(this Subject s) => At("network.subnets", s.Blueprint.Network.Subnets);

    public static IEnumerable<(string Path, SecurityGroupEntry Entry)> SecurityGroups(this Subject s) =>
        At("network.security_groups", s.Blueprint.Network.SecurityGroups);

    public static IEnumerable<(string Path, InstanceEntry Entry)> Instances(this Subject s) => At("compute.instances", s.Blueprint.Compute.Instances);

    public static IEnumerable<(string Path, DatabaseEntry Entry)> Databases(this Subject s) => At("data.databases", s.Blueprint.Data.Databases);

    public static IEnumerable<(string Path, BucketEntry Entry)> Buckets(this Subject s) => At("data.buckets", s.Blueprint.Data.Buckets);

    public static IEnumerable<(string Path, KeyPairEntry Entry)> KeyPairs(this Subject s) => At("security.key_pairs", s.Blueprint.Security.KeyPairs);

    public static IEnumerable<(string Path, RoleEntry Entry)> Roles(this Subject s) => At("security.roles", s.Blueprint.Security.Roles);

    public static IEnumerable<(string Path, T Entry)> At<T>(string path, IReadOnlyList<T>? list) =>
        (list ?? []).Select((entry, index) => (BlueprintPath.Join(path, index), entry));
}
