using System.Globalization;
using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints.Rules;
using Pockitect.Core.Blueprints.Yaml;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>Makes a blueprint of an older Pockitect's file (JSON or YAML) and says of every field that it cannot keep what became of it.</summary>
public static partial class LegacyImport
{
    private const string FirewallName = "main";
    private const string SubnetName = "subnet";
    private const string KeyName = "key";
    private const string RoleName = "role";

    public static ImportResult Read(string text)
    {
        var yaml = YamlText.Parse(text);
        var problems = yaml.Problems.ToList();
        if (problems.Count == 0 && !(yaml.Root is YamlMap map && OlderFile.Recognizes(map)))
            problems.Add(new YamlProblem(new Position(1, 1), "This is no file of the older Pockitect: it has no section with that version's settings, such as network.vpc_mode."));
        if (problems.Count > 0)
            return new ImportResult(null, [], [.. problems.Select(p => new BlueprintProblem(Severity.Error, p.Position.Line, p.Position.Column, "", p.Message))]);

        var fields = new OlderFields(yaml.Root!); // There is no problem, so there is a root.
        var security = Security(fields);
        var network = Network(fields);
        var blueprint = new Blueprint
        {
            Project = Project(fields),
            Network = network,
            Compute = Compute(fields, network, security),
            Data = Data(fields),
            Security = security,
        };
        fields.NoteAll(path => path.EndsWith(".status", StringComparison.Ordinal), "Not carried over: the state of a resource is read from AWS, never kept in the blueprint.");
        fields.NoteAll(PhysicalPattern().IsMatch, "Not carried over: what AWS gave a resource is read from AWS. The older resources have no ownership tags, so a deploy makes new ones.");
        return new ImportResult(blueprint, fields.Notes(), []);
    }

    private static ProjectSection Project(OlderFields fields)
    {
        var written = fields.Take("project.name") ?? "";
        var name = Slug(written, most: 40);
        if (name.Length < 2) name = "imported";
        if (name != written) fields.Note("project.name", $"Carried over as '{name}': a project's name has 2 to 40 lower-case letters, digits and hyphens.");
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
        var vpc = fields.Take("network.vpc_mode") switch
        {
            _ when fields.Peek("network.vpc_env") is { Length: > 0 } => VpcChoice.Environment,
            "default" => VpcChoice.Default,
            "existing" => VpcChoice.Existing,
            _ => VpcChoice.New,
        };
        if (vpc is VpcChoice.Environment)
            fields.Note("network.vpc_mode", "Carried over as 'vpc: environment', because network.vpc_env names another project's VPC.");
        if (vpc is not VpcChoice.New) fields.Note("network.vpc_cidr", "Not carried over: only a new VPC is given a range.");
        var subnet = vpc is VpcChoice.Existing ? fields.Take("network.subnet_id") : null;
        if (vpc is VpcChoice.Existing && subnet is null)
            fields.Note("network.vpc_mode", "Carried over, but an existing VPC's subnets must be named: add one to network.subnets by 'id' or 'tags'.");
        return new NetworkSection
        {
            Vpc = vpc,
            Cidr = vpc is VpcChoice.New && fields.Take("network.vpc_cidr") is { } cidr ? cidr : new NetworkSection().Cidr,
            VpcId = vpc is VpcChoice.Existing ? fields.Take("network.vpc_id") : null,
            Environment = vpc is VpcChoice.Environment ? fields.Take("network.vpc_env") : null,
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
            var port = Number(fields, $"{path}.port");
            var protocol = Protocol(fields, path);
            rules.Add(new RuleEntry
            {
                Port = protocol is RuleProtocol.All ? null : port,
                Protocol = protocol,
                Cidr = fields.Take($"{path}.cidr"),
                Description = Description(fields, $"{path}.description"),
            });
            if (protocol is RuleProtocol.All) fields.Note($"{path}.port", "Not carried over: a rule for all protocols covers every port.");
        }

        return rules;
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
        if (allowed != written) fields.Note(path, $"Carried over as '{Show.Value(allowed)}': AWS takes no other characters there.");
        return allowed;
    }

    private static ComputeSection Compute(OlderFields fields, NetworkSection network, SecuritySection security)
    {
        if (!fields.Has("compute.instance_type") && !fields.Has("compute.image_id")) return new ComputeSection();
        var defaults = new InstanceEntry { Name = "server" };
        return new ComputeSection
        {
            Instances =
            [
                defaults with
                {
                    Type = fields.Take("compute.instance_type") ?? defaults.Type,
                    Image = fields.Take("compute.image_id") ?? defaults.Image,
                    UserData = fields.Take("compute.user_data"),
                    KeyPair = security.KeyPairs.Count > 0 ? KeyName : null,
                    Role = security.Roles.Count > 0 ? RoleName : null,
                    PublicIp = network.Vpc is not VpcChoice.New && fields.Peek("network.subnet_type") is "private" ? false : null,
                },
            ],
        };
    }

    private static DataSection Data(OlderFields fields) => new() { Databases = Databases(fields), Buckets = Buckets(fields) };

    private static List<DatabaseEntry> Databases(OlderFields fields)
    {
        fields.Note(["data.db.password", "data.db.master_password"], "Not carried over: AWS makes the password and keeps it in Secrets Manager. Whoever has seen the older file knows the old one, so change it.");
        if (!fields.Has("data.db.engine")) return [];
        var engine = fields.Take("data.db.engine") switch
        {
            "postgres" or "postgresql" => DatabaseEngine.Postgres,
            "mysql" => DatabaseEngine.Mysql,
            "mariadb" => DatabaseEngine.Mariadb,
            _ => (DatabaseEngine?)null,
        };
        if (engine is not { } known)
        {
            fields.Note("data.db.engine", "Not carried over, nor the database: only postgres, mysql and mariadb are known.");
            return [];
        }

        var defaults = new DatabaseEntry { Name = "database", Engine = known };
        var storage = Number(fields, "data.db.allocated_storage_gb") ?? defaults.StorageGb;
        if (storage < defaults.StorageGb) fields.Note("data.db.allocated_storage_gb", "Carried over as 20, the least that AWS gives a database.");
        var username = fields.Take("data.db.username") ?? defaults.Username;
        if (DatabaseRules.IsReserved(known, username))
            fields.Note("data.db.username", $"Carried over as '{defaults.Username}': {KeyNames.Choice(known)} on RDS reserves '{username}', and AWS would have refused the older file.");
        return
        [
            defaults with
            {
                Class = fields.Take("data.db.instance_class") ?? defaults.Class,
                StorageGb = Math.Max(storage, defaults.StorageGb),
                Username = DatabaseRules.IsReserved(known, username) ? defaults.Username : username,
                Database = fields.Take("data.db.db_name") ?? fields.Take("data.db.name"),
            },
        ];
    }

    private static List<BucketEntry> Buckets(OlderFields fields) =>
        fields.Take("data.s3_bucket.name") is { } name ? [new BucketEntry { Name = "bucket", BucketName = name }] : [];

    private static SecuritySection Security(OlderFields fields) => new() { KeyPairs = KeyPairs(fields), Roles = Roles(fields) };

    private static List<KeyPairEntry> KeyPairs(OlderFields fields)
    {
        var mode = fields.Take("security.key_pair.mode");
        var name = fields.Take("security.key_pair.name");
        switch (mode)
        {
            case "existing" when name is not null:
                fields.Note("security.key_pair.mode", "Carried over as 'existing: true': the key stays when the project goes.");
                return [new KeyPairEntry { Name = KeyName, KeyName = name, Existing = true }];
            case "generate" or null when name is not null:
                fields.Note("security.key_pair.mode", "The deploy makes a new key on this computer; if AWS has one of this name already, write 'existing: true'.");
                return [new KeyPairEntry { Name = KeyName, KeyName = name }];
            case "none" or null:
                fields.Note(["security.key_pair.mode", "security.key_pair.name"], "There is no key pair, as before.");
                return [];
            default:
                fields.Note(["security.key_pair.mode", "security.key_pair.name"], "Not carried over: the key pair has no name, or its mode is unknown. Add one to security.key_pairs.");
                return [];
        }
    }

    private static List<RoleEntry> Roles(OlderFields fields)
    {
        var name = fields.Take("security.iam_role.role_name");
        if (fields.Take("security.iam_role.enabled") is not "true" and not "True")
        {
            fields.Note(["security.iam_role.enabled", "security.iam_role.role_name"], "The role was not enabled, so there is none.");
            return [];
        }

        fields.Note("security.iam_role.enabled",
            "The role is carried over with its instance profile, and without policies: the file names none. Add those the instance needs to managed_policies, such as AmazonSSMManagedInstanceCore.");
        return [new RoleEntry { Name = RoleName, RoleName = name }];
    }

    private static int? Number(OlderFields fields, string path)
    {
        if (fields.Take(path) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        fields.Note(path, $"Not carried over: '{Show.Value(text)}' is no whole number.");
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
