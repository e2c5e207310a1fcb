using System.Text.RegularExpressions;
using Pockitect.Core;
using Pockitect.Core.Blueprints;

namespace Pockitect.Cli;

/// <summary>The questions that lead to a blueprint: what it is, what runs, what it keeps, and how it is reached.</summary>
internal sealed partial class Wizard(Questions questions)
{
    private static readonly IReadOnlyList<(string, string)> Machines =
    [
        ("t3.micro", "1 GiB of memory, for trying things"), ("t3.small", "2 GiB"), ("t3.medium", "4 GiB"), ("m7i.large", "8 GiB, steady work"),
        ("none", "no machine"),
    ];

    private static readonly IReadOnlyList<(string, string)> Images =
    [
        ("amazon-linux-2023", ""), ("ubuntu-24.04", ""), ("debian-12", ""), ("windows-2022", "needs 30 GB of disk and more memory"),
    ];

    private static readonly IReadOnlyList<(string, string)> Databases = [("none", ""), ("postgres", ""), ("mysql", ""), ("mariadb", "")];

    private static readonly IReadOnlyList<(string, string)> WaysIn =
    [
        ("web", "ports 80 and 443 from everywhere"), ("none", "nothing from outside"),
    ];

    /// <summary>What is wrong with a project's name, or null.</summary>
    public static string? NameProblem(string name) => NamePattern().IsMatch(name) ? null : "it needs 2 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last.";

    public Task<string> NameAsync(DataFolder folder, CancellationToken ct) => questions.TextAsync(
        "Project name", null, name => NameProblem(name) ?? (File.Exists(folder.BlueprintOf(name)) ? "there is a project of that name already." : null), ct);

    /// <summary>Asks all that is left to know.</summary>
    /// <param name="region">Where it is to be, when that is known already.</param>
    public async Task<Blueprint> AskAsync(string name, string? region, CancellationToken ct)
    {
        region ??= await questions.TextAsync("AWS Region", "eu-west-1", text => RegionPattern().IsMatch(text) ? null : "a Region is written like eu-west-1.", ct);
        var machine = await questions.ChoiceAsync("Machine", Machines, ct);
        var hasMachine = machine != "none";
        var image = hasMachine ? await questions.ChoiceAsync("System", Images, ct) : Images[0].Item1;
        var way = hasMachine ? await questions.ChoiceAsync("Who may reach it", WaysIn, ct) : "none";
        var ssh = hasMachine
            ? await questions.TextAsync("Your address for SSH, as 203.0.113.7/32, or none", "none", text => text == "none" || CidrPattern().IsMatch(text) ? null : "write an address and /32, or none.", ct)
            : "none";
        var database = await questions.ChoiceAsync("Database", Databases, ct);
        var bucket = await questions.ChoiceAsync("A bucket for files", [("no", ""), ("yes", "private and encrypted")], ct) == "yes";

        var hasKey = ssh != "none";
        return new Blueprint
        {
            Project = new ProjectSection { Name = name, Region = region },
            Network = new NetworkSection { SecurityGroups = hasMachine ? [Firewall(way == "web", ssh)] : [] },
            Compute = new ComputeSection
            {
                Instances = hasMachine ? [new InstanceEntry { Name = "server", Type = machine, Image = image, KeyPair = hasKey ? "key" : null }] : [],
            },
            Data = new DataSection
            {
                Databases = database == "none" ? [] : [new DatabaseEntry { Name = "db", Engine = Enum.Parse<DatabaseEngine>(database, ignoreCase: true) }],
                Buckets = bucket ? [new BucketEntry { Name = "files" }] : [],
            },
            // A Windows machine's password is encrypted for an RSA key.
            Security = hasKey ? new SecuritySection { KeyPairs = [new KeyPairEntry { Name = "key", Kind = image.StartsWith("windows", StringComparison.Ordinal) ? KeyKind.Rsa : KeyKind.Ed25519 }] } : new(),
        };
    }

    private static SecurityGroupEntry Firewall(bool web, string ssh)
    {
        var rules = new List<RuleEntry>();
        if (web) rules.AddRange([new RuleEntry { Port = 80, Cidr = "0.0.0.0/0", Description = "HTTP" }, new RuleEntry { Port = 443, Cidr = "0.0.0.0/0", Description = "HTTPS" }]);
        if (ssh != "none") rules.Add(new RuleEntry { Port = 22, Cidr = ssh, Description = "SSH" });
        return new SecurityGroupEntry { Name = "firewall", Inbound = rules };
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"^[0-9.]+/[0-9]{1,2}$")]
    private static partial Regex CidrPattern();
}
