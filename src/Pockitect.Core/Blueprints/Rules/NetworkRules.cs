using System.Globalization;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for the VPC and its subnets.</summary>
internal static class NetworkRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        .. new Rule[]
        {
            ChoiceHasItsSettings, ChoiceHasNoOtherSettings, NewSubnetsAreMade, OtherSubnetsAreFound, SubnetsAreListedWhereNoneAreMade,
            SubnetsLieInTheVpc, SubnetsDoNotOverlap, PrivateSubnetsHaveAWayOut, SeveralStandInSeveralZones,
        }.Select(WhereTheChoiceIsKnown),
    ];

    /// <summary>These rules depend on the source of the VPC.</summary>
    private static Rule WhereTheChoiceIsKnown(Rule rule) => subject => subject.IsKnown("network.vpc") ? rule(subject) : [];

    private static IEnumerable<Claim> ChoiceHasItsSettings(Subject s)
    {
        var network = s.Blueprint.Network;
        switch (network.Vpc)
        {
            case VpcChoice.Existing when (network.VpcId is null) == (network.VpcTags is null or { Count: 0 }):
                yield return Claim.Error("network.vpc", "An existing VPC needs exactly one of 'vpc_id' and 'vpc_tags'.");
                break;
            case VpcChoice.Environment when string.IsNullOrEmpty(network.Environment):
                yield return Claim.Error("network.vpc", "'environment' is missing: name the project whose VPC this one uses.");
                break;
            case VpcChoice.Environment when network.Environment == s.Blueprint.Project.Name:
                yield return Claim.Error(
                    "network.environment", "A project can't be its own environment; use 'vpc: new', or name another project.");
                break;
        }
    }

    private static IEnumerable<Claim> ChoiceHasNoOtherSettings(Subject s)
    {
        var network = s.Blueprint.Network;
        var choice = KeyNames.Choice(network.Vpc);
        if (network.Vpc is not VpcChoice.Existing && network.VpcId is not null) yield return Wrong("vpc_id", "existing");
        if (network.Vpc is not VpcChoice.Existing && network.VpcTags is not null) yield return Wrong("vpc_tags", "existing");
        if (network.Vpc is not VpcChoice.Environment && network.Environment is not null) yield return Wrong("environment", "environment");
        if (network.Vpc is VpcChoice.New) yield break;
        foreach (var key in (string[])["cidr", "dns_hostnames", "availability_zones", "nat_gateway"])
        {
            if (s.Positions.IsWritten($"network.{key}"))
            {
                yield return Claim.Error($"network.{key}", $"'{key}' requires a new VPC, but 'vpc' is '{choice}'; remove it.")
                    .MendedBy(BlueprintFix.Without("Remove it", $"network.{key}"));
            }
        }

        Claim Wrong(string key, string needed) =>
            Claim.Error($"network.{key}", $"'{key}' requires 'vpc: {needed}', but 'vpc' is '{choice}'; change one of them.");
    }

    private static IEnumerable<Claim> NewSubnetsAreMade(Subject s) =>
        from subnet in s.Subnets()
        where s.Blueprint.Network.Vpc is VpcChoice.New && (subnet.Entry.Id is not null || subnet.Entry.Tags is not null)
        select Claim.Error(subnet.Entry.Id is not null ? $"{subnet.Path}.id" : $"{subnet.Path}.tags",
            "A new VPC gets new subnets, so this can't refer to an existing one; remove it, or use 'vpc: existing'.");

    private static IEnumerable<Claim> OtherSubnetsAreFound(Subject s)
    {
        var vpc = s.Blueprint.Network.Vpc;
        if (vpc is VpcChoice.New) yield break;
        foreach (var (path, subnet) in s.Subnets())
        {
            if (subnet.Id is not null && subnet.Tags is not null)
                yield return Claim.Error(path, $"Subnet '{subnet.Name}' has 'id' and 'tags'; remove one of them.");
            else if (vpc is not VpcChoice.Environment && subnet.Id is null && subnet.Tags is null or { Count: 0 })
                yield return Claim.Error(path, $"Subnet '{subnet.Name}' must already exist in this VPC; add its 'id' or 'tags'.");
            if (subnet.Cidr is not null)
                yield return Claim.Error($"{path}.cidr", "An existing subnet has its range already; remove 'cidr'.");
            if (subnet.Zone is not null)
                yield return Claim.Error($"{path}.zone", "An existing subnet has its zone already; remove 'zone'.");
        }
    }

    private static IEnumerable<Claim> SubnetsAreListedWhereNoneAreMade(Subject s)
    {
        var blueprint = s.Blueprint;
        if (blueprint.Network.Vpc is VpcChoice.Existing && blueprint.Network.Subnets.Count == 0
            && blueprint.Compute.Instances.Count + blueprint.Data.Databases.Count > 0)
        {
            yield return Claim.Error(
                "network.vpc",
                "In an existing VPC, instances and databases need a subnet; add at least one to 'subnets' by 'id' or 'tags'.");
        }
    }

    private static IEnumerable<Claim> SubnetsLieInTheVpc(Subject s)
    {
        if (s.Blueprint.Network.Vpc is not VpcChoice.New || AddressRange.Parse(s.Blueprint.Network.Cidr) is not { } vpc) yield break;
        foreach (var (path, subnet, range) in Ranges(s))
        {
            if (!vpc.Contains(range))
                yield return Claim.Error($"{path}.cidr", $"Subnet '{subnet.Name}' needs a range inside the VPC's {vpc}; got {range}.");
        }
    }

    private static IEnumerable<Claim> SubnetsDoNotOverlap(Subject s)
    {
        var ranges = Ranges(s).ToList();
        return from later in ranges
               from earlier in ranges.TakeWhile(range => range != later)
               where earlier.Range.Overlaps(later.Range)
               select Claim.Error(
                   $"{later.Path}.cidr",
                   $"{later.Range} overlaps {earlier.Range} of subnet '{earlier.Subnet.Name}'; choose another range.");
    }

    private static IEnumerable<Claim> PrivateSubnetsHaveAWayOut(Subject s)
    {
        var network = s.Blueprint.Network;
        if (network is { Vpc: VpcChoice.New, NatGateway: NatChoice.None }
            && (network.Subnets.Count == 0
                ? network.Access is SubnetAccess.Private
                : network.Subnets.Any(subnet => subnet.Access is SubnetAccess.Private)))
        {
            yield return Claim.Finding("network.nat_gateway",
                "Without a NAT gateway, private subnets have no Internet access, so instances can't install software; use 'single', or "
                    + "make the subnets isolated.")
                    .MendedBy(BlueprintFix.With("Add a NAT gateway", "network.nat_gateway", "single"));
        }
    }

    private static IEnumerable<Claim> SeveralStandInSeveralZones(Subject s)
    {
        if (s.Blueprint.Network is not { Vpc: VpcChoice.New, Subnets.Count: 0, AvailabilityZones: 1 }) yield break;
        foreach (var (path, instance) in s.Instances().Where(instance => instance.Entry.Count > 1))
        {
            yield return Claim.Finding($"{path}.count", string.Create(
                CultureInfo.InvariantCulture,
                $"All {instance.Count} instances of '{instance.Name}' are in one zone and fail with it; set 'availability_zones: 2' in "
                    + $"network."))
                    .MendedBy(BlueprintFix.With("Use two zones", "network.availability_zones", 2));
        }
    }

    private static IEnumerable<SubnetRange> Ranges(Subject s) =>
        from subnet in s.Subnets()
        where s.Blueprint.Network.Vpc is VpcChoice.New && subnet.Entry.Cidr is not null
        let range = AddressRange.Parse(subnet.Entry.Cidr!) // Filtered above.
        where range is not null
        select new SubnetRange(subnet.Path, subnet.Entry, range);

    private sealed record SubnetRange(string Path, SubnetEntry Subnet, AddressRange Range);
}
