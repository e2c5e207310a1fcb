using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>Makes a blueprint of an older Pockitect's file (JSON or YAML) and says of every field that it cannot keep what became of it.</summary>
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
            problems.Add(new YamlProblem(new Position(1, 1), "This is no file of the older Pockitect: it has no section with that version's settings, such as network.vpc_mode."));
        if (problems.Count > 0)
            return new ImportResult(null, [], [.. problems.Select(p => new BlueprintProblem(Severity.Error, p.Position.Line, p.Position.Column, "", p.Message))]);

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
        // The state of a resource is read from AWS.
        fields.Settle(fields.Where(path => path.EndsWith(".status", StringComparison.Ordinal) || !fields.HasText(path)));
        fields.NoteAll(PhysicalPattern().IsMatch, "Not carried over: what AWS gave a resource is read from AWS. The older resources have no ownership tags, so a deploy makes new ones.");
        return new ImportResult(blueprint, fields.Notes(), []) { Settled = fields.Settled };
    }

    private static ProjectSection Project(OlderFields fields, string? asked)
    {
        var written = fields.Take("project.name") ?? "";
        var name = asked ?? Slug(written, most: 40);
        if (!ProjectNames.IsValid(name)) name = "imported";
        if (name != written)
            fields.Note("project.name", asked is not null ? $"Imported as '{name}'." : $"Imported as '{name}': a project's name {ProjectNames.Needs}.");
        if (!fields.Has("project.region")) fields.Note("project.name", "The file names no Region; us-east-1 is written, the older version's own default. Change it if that is wrong.");
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
                ? $"The older version shared one VPC '{environment}' among the projects of a Region. This project gets a VPC of its own. To share one, deploy a project for it, and write 'vpc: environment', its name, and its subnets."
                : $"Not carried over: the project uses the {(vpc is VpcChoice.Default ? "default" : "existing")} VPC, not that of the environment '{environment}'.");
        }

        if (vpc is not VpcChoice.New) fields.Note("network.vpc_cidr", "Not carried over: only a new VPC is given a range.");
        var subnet = vpc is VpcChoice.Existing ? fields.Take("network.subnet_id") : null;
        if (vpc is VpcChoice.Existing && subnet is null)
            fields.Note("network.vpc_mode", "Carried over, but an existing VPC's subnets must be named: add one to network.subnets by 'id' or 'tags'.");
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
            ? "Carried over as 'access: isolated': the older version's private subnets had no NAT gateway, so that nothing in them reached the Internet. Write 'access: private' for a way out; its NAT gateway costs money by the hour."
            : "This VPC's subnets are as they are, so the instance is given 'public_ip: false' instead.");
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

        // AWS refuses the same rule twice.
        return [.. rules.DistinctBy(SentRule.Of)];
    }

    /// <summary>A single address gets its prefix length.</summary>
    private static string? Range(OlderFields fields, string path)
    {
        if (fields.Take(path) is not { } written) return null;
        return AddressRange.Parse(written) is null && AddressRange.Parse($"{written}/32") is { IsIpv6: false } single ? single.ToString() : written;
    }

    private static RuleProtocol Protocol(OlderFields fields, string path)
    {
        var written = fields.Take($"{path}.protocol");
        if (written is null) return RuleProtocol.Tcp;
        if (written is "-1") fields.Note($"{path}.protocol", "Carried over as 'all', which is what -1 means to AWS.");
        else if (!Enum.TryParse<RuleProtocol>(written, ignoreCase: true, out _)) fields.Note($"{path}.protocol", "Not carried over: no such protocol is known; the rule is one for tcp.");
        return written is "-1" ? RuleProtocol.All : Enum.TryParse<RuleProtocol>(written, ignoreCase: true, out var protocol) ? protocol : RuleProtocol.Tcp;
    }

    private static string? Description(OlderFields fields, string path)
    {
        if (fields.Take(path) is not { } written) return null;
        var allowed = DescriptionPattern().Replace(written, "-");
        if (allowed != written) fields.Note(path, $"Carried over as '{MessageFormat.Value(allowed)}': AWS takes no other characters there.");
        return allowed;
    }

    private static ComputeSection Compute(OlderFields fields, NetworkSection network, SecuritySection security)
    {
        if (fields.IsSkipped("compute") || !((string[])["instance_type", "image_id", "image_name", "user_data"]).Any(key => fields.Peek($"compute.{key}") is { Length: > 0 })) return new ComputeSection();
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

    /// <summary>The image by its ID, else by its name.</summary>
    private static string? Image(OlderFields fields)
    {
        var (id, name) = (fields.Take("compute.image_id"), fields.Take("compute.image_name"));
        if (id is not null && OlderImages.Of(id) is { } byId) return byId;
        if (name is not null && OlderImages.Of(name) is { } byName) return byName;
        if ((id ?? name) is { } unknown)
        {
            fields.Note(["compute.image_id", "compute.image_name"],
                $"'{MessageFormat.Value(unknown)}' is no image that this version knows; amazon-linux-2023 is written. If the script needs another system, write its name or an image's ID (ami-...).");
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

    // What the older version wrote back after a deploy.
    [GeneratedRegex(@"\.([a-z0-9_]*_)?(id|ids|arn|endpoint|address|public_ip|private_ip|private_key_path|created_at|updated_at)(\[[0-9]+\])?\z")]
    private static partial Regex PhysicalPattern();
}
