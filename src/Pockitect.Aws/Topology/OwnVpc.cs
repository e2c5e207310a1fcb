using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>A VPC of the project's own, with its subnets and gateways.</summary>
internal sealed class OwnVpc
{
    /// <summary>The logical ID of every new VPC, by which other projects find it.</summary>
    public const string VpcId = "vpc";

    /// <summary>The places at the end of the VPC's range that belong to database subnets.</summary>
    private const int DataPlaces = 2;

    private readonly Draft _draft;
    private readonly Blueprint _blueprint;
    private readonly NetworkSection _network;
    private readonly AddressPlan _addresses;
    private readonly ZonePlan _zones;

    public OwnVpc(Draft draft, Blueprint blueprint, IReadOnlyList<string> zones)
    {
        (_draft, _blueprint, _network) = (draft, blueprint, blueprint.Network);
        var region = blueprint.Project.Region;
        if (zones.Count == 0)
            draft.Problem("project.region", $"The Region {region} has no Availability Zones for this account; choose another Region.");
        // After a problem, the design continues with the probable meaning, to find other problems.
        _zones = new ZonePlan(region, zones.Count == 0 ? [$"{region}a"] : zones);
        if (Ipv4Range.Parse(_network.Cidr) is not { Prefix: >= 16 and <= 28 } range)
        {
            draft.Problem(
                "network.cidr", $"'{_network.Cidr}' is not a valid IPv4 range for a VPC; use one such as 10.0.0.0/16, from /16 to /28.");
            range = new Ipv4Range(0x0A000000, 16);
        }

        _addresses = new AddressPlan(range);
    }

    public NetworkPlan Add()
    {
        var vpc = _draft.Add(
            VpcId,
            new Vpc { CidrBlock = _network.Cidr, EnableDnsSupport = true, EnableDnsHostnames = _network.DnsHostnames },
            "network");
        List<SubnetPlan> subnets = _network.Subnets.Count == 0
            ? [.. Unlisted().Select(entry => Asked(vpc, entry, "network"))]
            : [.. _network.Subnets.Select((entry, index) => Asked(vpc, entry, $"network.subnets[{index}]"))];
        var data = DataSubnets(vpc);
        var nats = Nats(vpc, subnets);
        Routing.Add(_draft, vpc, [.. subnets, .. data, .. nats.Select(nat => nat.Home).Except(subnets)], nats);
        return new NetworkPlan(VpcChoice.New, vpc, subnets, data);
    }

    private IEnumerable<SubnetEntry> Unlisted()
    {
        if (_network.AvailabilityZones > _zones.Zones.Count)
        {
            _draft.Problem(
                "network.availability_zones",
                $"{_blueprint.Project.Region} has {_zones.Zones.Count} Availability Zones for this "
                    + $"account, but {_network.AvailabilityZones} are requested; lower the number, or list the subnets.");
        }

        // With the letter even for a single zone: a second zone must not rename the first one's subnet.
        return Enumerable.Range(0, _network.AvailabilityZones).Select(
            index => new SubnetEntry { Name = $"{Word(_network.Access)}-{(char)('a' + index)}", Access = _network.Access });
    }

    private SubnetPlan Asked(Ref<Vpc> vpc, SubnetEntry entry, string path)
    {
        var zone = entry.Zone is null ? _zones.Next(entry.Access) : _zones.Find(entry.Zone);
        if (zone is null)
        {
            zone = _zones.Zones[0];
            _draft.Problem($"{path}.zone", $"{_blueprint.Project.Region} has no zone '{entry.Zone}' for this account; it has "
                + $"{string.Join(", ", _zones.Zones.Select(_zones.Letter))}.");
        }

        return Made(vpc, entry.Name, entry.Access, zone, Range(entry, path), path);
    }

    private Ipv4Range? Range(SubnetEntry entry, string path)
    {
        if (entry.Cidr is null)
        {
            if (_addresses.TakeNext(entry.Name) is { } next) return next;
            _draft.Problem(path, $"The VPC's range {_network.Cidr} has no room for subnet '{entry.Name}'; set smaller ranges in 'cidr'.");
            return null;
        }

        if (Ipv4Range.Parse(entry.Cidr) is not { } range)
        {
            _draft.Problem($"{path}.cidr", $"'{entry.Cidr}' is not an IPv4 range; use one such as 10.0.1.0/24.");
            return null;
        }

        if (_addresses.TakeAsked(entry.Name, range) is { } problem)
            _draft.Problem($"{path}.cidr", $"{range} of subnet '{entry.Name}' {problem}; choose another range.");
        return range;
    }

    /// <summary>Returns subnets for databases that name none: isolated, in two zones, as RDS requires.</summary>
    private List<SubnetPlan> DataSubnets(Ref<Vpc> vpc)
    {
        var first =
            _blueprint.Data.Databases.Index()
                .Where(database => database.Item.Subnets is null)
                .Select(database => (int?)database.Index)
                .FirstOrDefault();
        if (first is null) return [];

        var path = $"data.databases[{first}]";
        if (_zones.Zones.Count < DataPlaces)
        {
            _draft.Problem(path, $"A database needs subnets in two Availability Zones, and {_blueprint.Project.Region} has one for this "
                + "account; choose another Region.");
        }

        return
        [
            .. Enumerable.Range(0, DataPlaces).Select(place =>
                AtTheBack(
                    vpc,
                    $"data-{(char)('a' + place)}",
                    SubnetAccess.Isolated,
                    _zones.Zones[Math.Min(place, _zones.Zones.Count - 1)],
                    place,
                    path)),
        ];
    }

    private List<NatPlan> Nats(Ref<Vpc> vpc, List<SubnetPlan> subnets)
    {
        var served = subnets.Where(subnet => subnet.Access is SubnetAccess.Private).ToList();
        if (served.Count == 0) return [];
        return _network.NatGateway switch
        {
            NatChoice.None => [],
            // Generated subnets have a zone.
            NatChoice.Single => [new NatPlan("", subnets.Find(IsPublic) ?? NatHome(vpc, served[0].Zone!), served)],
            NatChoice.PerZone =>
            [
                .. from zone in served.GroupBy(subnet => subnet.Zone!) // Generated subnets have a zone.
                   orderby zone.Key
                   let home = subnets.Find(subnet => IsPublic(subnet) && subnet.Zone == zone.Key) ?? NatHome(vpc, zone.Key)
                   select new NatPlan($"-{_zones.Letter(zone.Key)}", home, [.. zone]),
            ],
            _ => throw new InvalidOperationException($"Unknown NAT gateway option: {_network.NatGateway}"),
        };
    }

    private static bool IsPublic(SubnetPlan subnet) => subnet.Access is SubnetAccess.Public;

    /// <summary>A public subnet for a NAT gateway if the blueprint has none; nothing else is in it.</summary>
    private SubnetPlan NatHome(Ref<Vpc> vpc, string zone)
    {
        var letter = _zones.Letter(zone);
        return AtTheBack(vpc, $"nat-subnet-{letter}", SubnetAccess.Public, zone, DataPlaces + letter[0] - 'a', "network.nat_gateway");
    }

    private SubnetPlan AtTheBack(Ref<Vpc> vpc, string name, SubnetAccess access, string zone, int place, string path)
    {
        var range = _addresses.TakeFromBack(name, place);
        if (range is null)
        {
            _draft.Problem(path, $"The VPC's range {_network.Cidr} has no room at its end for the required subnet '{name}'; "
                + "use a larger range, or list subnets for it.");
        }

        return Made(vpc, name, access, zone, range, path);
    }

    private SubnetPlan Made(Ref<Vpc> vpc, string name, SubnetAccess access, string zone, Ipv4Range? range, string path)
    {
        _zones.Use(access, zone);
        var spec = new Subnet
        {
            Vpc = vpc,
            CidrBlock = range?.ToString() ?? _network.Cidr,
            AvailabilityZone = zone,
            MapPublicIpOnLaunch = access is SubnetAccess.Public,
        };
        return new SubnetPlan(name, access, _draft.Add(name, spec, path), zone);
    }

    private static string Word(SubnetAccess access) => access switch
    {
        SubnetAccess.Public => "public",
        SubnetAccess.Private => "private",
        SubnetAccess.Isolated => "isolated",
        _ => throw new InvalidOperationException($"Unknown kind of access: {access}"),
    };
}
