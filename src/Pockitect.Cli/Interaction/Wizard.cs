using System.Text;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Interaction;

/// <summary>The questions that lead to a blueprint: name, machine, data and inbound access.</summary>
internal sealed class Wizard(Questions questions, Cloud cloud)
{
    private static readonly IReadOnlyList<(string, string)> Machines =
    [
        ("t3.micro", "1 GiB of memory, for testing"), ("t3.small", "2 GiB"), ("t3.medium", "4 GiB"), ("m7i.large", "8 GiB, steady work"),
        ("none", "no machine"),
    ];

    private static readonly IReadOnlyList<(string, string)> Images =
    [
        ("amazon-linux-2023", ""), ("ubuntu-24.04", ""), ("debian-12", ""), ("windows-2022", "needs 30 GB of disk and more memory"),
    ];

    private static readonly IReadOnlyList<(string, string)> Databases = [("none", ""), ("postgres", ""), ("mysql", ""), ("mariadb", "")];

    private static readonly IReadOnlyList<(string, string)> WaysIn =
    [
        ("web", "ports 80 and 443 from anywhere"), ("none", "no inbound access"),
    ];

    public Task<string> NameAsync(DataFolder folder, CancellationToken ct) => questions.TextAsync(
        "Project name",
        null,
        name => ProjectNames.Problem(name) ?? (File.Exists(folder.BlueprintOf(name)) ? "A project with that name already exists." : null),
        ct);

    /// <summary>Asks the remaining questions.</summary>
    /// <param name="region">The Region, if it is already known.</param>
    public async Task<Blueprint> AskAsync(string name, string? region, CancellationToken ct)
    {
        region ??= await questions.TextAsync(
            "AWS Region", "eu-west-1", text => Problem(new Blueprint { Project = new ProjectSection { Name = name, Region = text } }), ct);
        var machine = await questions.ChoiceAsync("Machine", Machines, ct);
        var hasMachine = machine != "none";
        var image = hasMachine ? await questions.ChoiceAsync("System", Images, ct) : Images[0].Item1;
        var way = hasMachine ? await questions.ChoiceAsync("Inbound access", WaysIn, ct) : "none";
        var signIn = image.StartsWith("windows", StringComparison.Ordinal) ? SignIn.RemoteDesktop : SignIn.Ssh;
        var ssh = hasMachine
            ? await questions.TextAsync(
                $"Allow {signIn.Name} from (a CIDR block such as 203.0.113.7/32, or none)",
                "none",
                text => text == "none" ? null : FirewallProblem(region, text, signIn),
                ct)
            : "none";
        var database = await questions.ChoiceAsync("Database", Databases, ct);
        var bucket = await questions.ChoiceAsync("A bucket for files", [("no", ""), ("yes", "private and encrypted")], ct) == "yes";

        var hasKey = ssh != "none";
        return new Blueprint
        {
            Project = new ProjectSection { Name = name, Region = region },
            Network = new NetworkSection { SecurityGroups = hasMachine ? [Firewall(way == "web", ssh, signIn)] : [] },
            Compute = new ComputeSection
            {
                Instances = hasMachine
                    ? [new InstanceEntry { Name = "server", Type = machine, Image = image, KeyPair = hasKey ? "key" : null }]
                    : [],
            },
            Data = new DataSection
            {
                Databases = database == "none"
                    ? []
                    : [new DatabaseEntry { Name = "db", Engine = Enum.Parse<DatabaseEngine>(database, ignoreCase: true) }],
                Buckets = bucket ? [new BucketEntry { Name = "files" }] : [],
            },
            // A Windows password is encrypted for an RSA key.
            Security = hasKey ? new SecuritySection { KeyPairs = [new KeyPairEntry { Name = "key", Kind = signIn.Key }] } : new(),
        };
    }

    private static SecurityGroupEntry Firewall(bool web, string from, SignIn signIn)
    {
        var rules = new List<RuleEntry>();
        if (web)
        {
            rules.AddRange(
                [
                    new RuleEntry { Port = 80, Cidr = "0.0.0.0/0", Description = "HTTP" },
                    new RuleEntry { Port = 443, Cidr = "0.0.0.0/0", Description = "HTTPS" },
                ]);
        }

        if (from != "none") rules.Add(new RuleEntry { Port = signIn.Port, Cidr = from, Description = signIn.Name });
        return new SecurityGroupEntry { Name = "firewall", Inbound = rules };
    }

    private string? FirewallProblem(string region, string cidr, SignIn signIn) => Problem(new Blueprint
    {
        Project = new ProjectSection { Name = "check", Region = region },
        Network = new NetworkSection { SecurityGroups = [Firewall(web: false, cidr, signIn)] },
    });

    /// <summary>Validates a blueprint that contains only the answer, so that no invalid answer is accepted.</summary>
    private string? Problem(Blueprint blueprint) => cloud
        .Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(BlueprintWriter.Write(blueprint, cloud.Catalog)), cloud.Catalog))
        .Problems.FirstOrDefault(problem => problem.Severity is Severity.Error)?.Message;

    /// <summary>How users log in to a machine.</summary>
    private sealed record SignIn(string Name, int Port, KeyKind Key)
    {
        public static SignIn Ssh { get; } = new("SSH", 22, KeyKind.Ed25519);

        public static SignIn RemoteDesktop { get; } = new("Remote Desktop", 3389, KeyKind.Rsa);
    }
}
