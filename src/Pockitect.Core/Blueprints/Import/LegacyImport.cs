using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Resources.Values;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>
/// Converts a file from the old Pockitect (JSON or YAML) to a blueprint, and reports every field that it can't carry over.
/// </summary>
public static partial class LegacyImport
{
    private const string FirewallName = "main";
    private const string SubnetName = "subnet";

    /// <param name="text">The older file.</param>
    /// <param name="name">The project's name; null for the file's own.</param>
    public static ImportResult Read(string text, string? name = null)
    {
        var yaml = YamlText.Parse(text);
        var problems = yaml.Problems.ToList();
        if (problems.Count == 0 && !(yaml.Root is YamlMap map && OlderFile.Recognizes(map)))
        {
            problems.Add(
                new YamlProblem(
                    new Position(1, 1),
                    "Not a file from the old Pockitect: it has none of that version's settings, such as network.vpc_mode."));
        }

        if (problems.Count > 0)
        {
            return new ImportResult(
                null,
                [],
                [.. problems.Select(p => new BlueprintProblem(Severity.Error, p.Position.Line, p.Position.Column, "", p.Message))]);
        }

        var fields = new OlderFields(yaml.Root!); // There is no problem, so there is a root.
        var security = OlderSecurity.Of(fields);
        var network = Network(fields);
        var blueprint = new Blueprint
        {
            Project = Project(fields, name),
            Network = network,
            Compute = Compute(fields, network, security),
            Data = OlderData.Of(fields),
            Security = security,
        };
        // The state of resources is read from AWS.
        fields.Settle(fields.Where(path => path.EndsWith(".status", StringComparison.Ordinal) || !fields.HasText(path)));
        fields.NoteAll(
            PhysicalPattern().IsMatch,
            "Not carried over: states are read from AWS. The old resources have no ownership tags, so a deploy creates new ones.");
        return new ImportResult(blueprint, fields.Notes(), []) { Settled = fields.Settled };
    }

    private static ProjectSection Project(OlderFields fields, string? asked)
    {
        var written = fields.Take("project.name") ?? "";
        var name = asked ?? Slug(written, most: 40);
        if (!ProjectNames.IsValid(name)) name = "imported";
        if (name != written)
        {
            fields.Note(
                "project.name",
                asked is not null ? $"Imported as '{name}'." : $"Imported as '{name}': a project name {ProjectNames.Needs}.");
        }

        if (!fields.Has("project.region"))
            fields.Note("project.name", "The file has no Region; using us-east-1, the old version's default. Change it if necessary.");
        return new ProjectSection
        {
            Name = name,
            Region = fields.Take("project.region") ?? "us-east-1",
            Description = fields.Take("project.description"),
            Owner = fields.Take("project.owner"),
        };
    }

    private static NetworkSection Network(OlderFields fields)
    {
        var mode = fields.Take("network.vpc_mode");
        var vpc = mode switch
        {
            "default" => VpcChoice.Default,
            "existing" => VpcChoice.Existing,
            _ => VpcChoice.New,
        };
        if (fields.Peek("network.vpc_env") is { Length: > 0 } environment)
        {
            fields.Note("network.vpc_env", vpc is VpcChoice.New
                ? $"The old version shared the VPC '{environment}' among projects of a Region. This project gets its own VPC. To share "
                    + "one, deploy a project for it, and use 'vpc: environment' with its name and subnets."
                : $"Not carried over: the project uses the {(vpc is VpcChoice.Default ? "default" : "existing")} VPC, not the VPC of "
                    + $"environment '{environment}'.");
        }

        if (vpc is not VpcChoice.New) fields.Note("network.vpc_cidr", "Not carried over: only a new VPC has a range.");
        var subnet = vpc is VpcChoice.Existing ? fields.Take("network.subnet_id") : null;
        if (vpc is VpcChoice.Existing && subnet is null)
        {
            fields.Note(
                "network.vpc_mode", "Carried over, but an existing VPC needs its subnets: add one to network.subnets by 'id' or 'tags'.");
        }

        return new NetworkSection
        {
            Vpc = vpc,
            Cidr = vpc is VpcChoice.New && fields.Take("network.vpc_cidr") is { } cidr ? cidr : new NetworkSection().Cidr,
            VpcId = vpc is VpcChoice.Existing ? fields.Take("network.vpc_id") : null,
            Access = Access(fields, vpc),
            Subnets = subnet is null ? [] : [new SubnetEntry { Name = SubnetName, Id = subnet }],
            SecurityGroups = fields.Has("network.rules") ? [new SecurityGroupEntry { Name = FirewallName, Inbound = Rules(fields) }] : [],
        };
    }

    private static SubnetAccess Access(OlderFields fields, VpcChoice vpc)
    {
        var type = fields.Take("network.subnet_type");
        if (type is null or "public") return SubnetAccess.Public;
        fields.Note("network.subnet_type", vpc is VpcChoice.New
            ? "Carried over as 'access: isolated': the old version's private subnets had no NAT gateway and no Internet access. For "
                + "outbound access, use 'access: private'; its NAT gateway is billed by the hour."
            : "This VPC's subnets can't be changed, so the instance gets 'public_ip: false' instead.");
        return vpc is VpcChoice.New ? SubnetAccess.Isolated : SubnetAccess.Public;
    }

    private static List<RuleEntry> Rules(OlderFields fields)
    {
        var rules = new List<RuleEntry>();
        for (var i = 0; i < fields.Count("network.rules"); i++)
        {
            var path = BlueprintPath.Join("network.rules", i);
            var port = fields.Number($"{path}.port");
            var protocol = Protocol(fields, path);
            rules.Add(new RuleEntry
            {
                Port = protocol is RuleProtocol.All ? null : port,
                Protocol = protocol,
                Cidr = Range(fields, $"{path}.cidr"),
                Description = Description(fields, $"{path}.description"),
            });
            if (protocol is RuleProtocol.All) fields.Note($"{path}.port", "Not carried over: a rule for all protocols covers every port.");
        }

        // AWS rejects duplicate rules.
        return [.. rules.DistinctBy(SentRule.Of)];
    }

    /// <summary>Adds the prefix length to a single address.</summary>
    private static string? Range(OlderFields fields, string path)
    {
        if (fields.Take(path) is not { } written) return null;
        return AddressRange.Parse(written) is null && AddressRange.Parse($"{written}/32") is { IsIpv6: false } single
            ? single.ToString()
            : written;
    }

    private static RuleProtocol Protocol(OlderFields fields, string path)
    {
        var written = fields.Take($"{path}.protocol");
        if (written is null) return RuleProtocol.Tcp;
        if (written is "-1") fields.Note($"{path}.protocol", "Carried over as 'all', which is AWS's meaning of -1.");
        else if (!Enum.TryParse<RuleProtocol>(written, ignoreCase: true, out _))
            fields.Note($"{path}.protocol", "Not carried over: unknown protocol; the rule uses tcp.");
        return written is "-1"
            ? RuleProtocol.All
            : Enum.TryParse<RuleProtocol>(written, ignoreCase: true, out var protocol) ? protocol
            : RuleProtocol.Tcp;
    }

    private static string? Description(OlderFields fields, string path)
    {
        if (fields.Take(path) is not { } written) return null;
        var allowed = DescriptionPattern().Replace(written, "-");
        if (allowed != written) fields.Note(path, $"Carried over as '{MessageFormat.Value(allowed)}': AWS doesn't allow other characters.");
        return allowed;
    }

    private static ComputeSection Compute(OlderFields fields, NetworkSection network, SecuritySection security)
    {
        if (fields.IsSkipped("compute")
            || !((string[])["instance_type", "image_id", "image_name", "user_data"]).Any(
                key => fields.Peek($"compute.{key}") is { Length: > 0 }))
            return new ComputeSection();
        var defaults = new InstanceEntry { Name = "server" };
        return new ComputeSection
        {
            Instances =
            [
                defaults with
                {
                    Type = fields.Take("compute.instance_type") ?? defaults.Type,
                    Image = Image(fields) ?? defaults.Image,
                    UserData = fields.Take("compute.user_data"),
                    KeyPair = security.KeyPairs.Count > 0 ? OlderSecurity.KeyName : null,
                    Role = security.Roles.Count > 0 ? OlderSecurity.RoleName : null,
                    PublicIp = network.Vpc is not VpcChoice.New && fields.Peek("network.subnet_type") is "private" ? false : null,
                },
            ],
        };
    }

    /// <summary>Returns the image by ID, else by name.</summary>
    private static string? Image(OlderFields fields)
    {
        var (id, name) = (fields.Take("compute.image_id"), fields.Take("compute.image_name"));
        if (id is not null && OlderImages.Of(id) is { } byId) return byId;
        if (name is not null && OlderImages.Of(name) is { } byName) return byName;
        if ((id ?? name) is { } unknown)
        {
            fields.Note(["compute.image_id", "compute.image_name"],
                $"Unknown image '{MessageFormat.Value(unknown)}'; using amazon-linux-2023. If the script needs another system, enter "
                    + "its name or an image ID (ami-...).");
        }

        return null;
    }

    private static string Slug(string name, int most)
    {
        var slug = SlugPattern().Replace(name.ToLowerInvariant(), "-").Trim('-');
        if (slug.Length > 0 && !char.IsAsciiLetterLower(slug[0])) slug = "p-" + slug;
        return slug[..Math.Min(slug.Length, most)].TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"[^a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+")]
    private static partial Regex DescriptionPattern();

    // Values that the old version wrote after a deploy.
    [GeneratedRegex(
        @"\.([a-z0-9_]*_)?(id|ids|arn|endpoint|address|public_ip|private_ip|private_key_path|created_at|updated_at)"
        + @"(\[[0-9]+\])?\z")]
    private static partial Regex PhysicalPattern();
}
