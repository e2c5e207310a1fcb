using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pockitect.Aws;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Which house may see which: Cli sees Web and Redis, Web sees Aws, Aws and Redis see Core and not each other, Core sees nobody.</summary>
public sealed class HouseTests
{
    private static readonly Assembly Core = typeof(DataFolder).Assembly;
    private static readonly Assembly Aws = typeof(AwsCloud).Assembly;
    private static readonly Assembly Cli = typeof(App).Assembly;

    public static TheoryData<string, string> ProjectReferences => new()
    {
        { "Pockitect.Core", "" },
        { "Pockitect.Aws", "Pockitect.Core" },
        { "Pockitect.Web", "Pockitect.Aws" },
        { "Pockitect.Redis", "Pockitect.Core" },
        { "Pockitect.Cli", "Pockitect.Redis Pockitect.Web" },
    };

    [Theory]
    [MemberData(nameof(ProjectReferences))]
    public void Each_project_references_those_below_it_and_no_other(string project, string expected)
    {
        var references = Project(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(expected, string.Join(' ', references));
    }

    [Fact]
    public void Core_knows_no_cloud_no_network_and_no_terminal() =>
        Assert.DoesNotContain(ReferencesOf(Core), name => name.StartsWith("Pockitect", StringComparison.Ordinal) || IsAwsSdk(name) || IsTerminal(name)
            || name.StartsWith("System.Net.Http", StringComparison.Ordinal) || name == "System.Net.Sockets");

    [Fact]
    public void Aws_knows_no_terminal() => Assert.DoesNotContain(ReferencesOf(Aws), name => name == "pockitect" || IsTerminal(name));

    [Fact]
    public void Redis_is_spoken_to_in_its_own_house_alone() => Assert.Equal(["Pockitect.Redis"], ProjectsWith(package => package.StartsWith("StackExchange", StringComparison.Ordinal)));

    [Fact]
    public void The_aws_sdk_is_used_in_Aws_alone()
    {
        Assert.Contains(ReferencesOf(Aws), IsAwsSdk);
        Assert.DoesNotContain(ReferencesOf(Cli), IsAwsSdk);
        Assert.Equal(["Pockitect.Aws"], ProjectsWith(package => IsAwsSdk(package)));
    }

    /// <summary>What only the one way in may do, by what its code would look like; and where it may.</summary>
    public static TheoryData<string, string[]> OneWayIn => new()
    {
        // SDK clients and their settings: a client made elsewhere has other endpoints, retries and time-outs.
        { @"new \w*Amazon\w+(Client|Config)\b|: Amazon\w+Client\(|: AmazonServiceClient\(|: ClientConfig\b", ["Pockitect.Aws/Clients/"] },
        { @"new AwsAccount\b|\bAwsAccount \w+ =>? new\(\)", ["Pockitect.Aws/Credentials/", "Pockitect.Aws/Accounts/"] },
        // The environment's credentials, and the shared files: read in one place, by one order. A Region or an address is nobody's.
        { @"""AWS_(?!(DEFAULT_)?REGION""|ENDPOINT_URL)[A-Z0-9_]+""", ["Pockitect.Aws/Accounts/"] },
        { @"""\.aws""|GetEnvironmentVariables\(", ["Pockitect.Aws/Accounts/"] },
        // Whatever gives credentials. Who asks whether they end may name their type.
        { @"new \w+(AWSCredentials|Credentials)\(|\bImmutableCredentials\b|CredentialProfileStoreChain|IdentityResolver|FallbackCredentials|FallbackRegion|GetCredentials(Async)?\(", ["Pockitect.Aws/Credentials/", "Pockitect.Aws/Accounts/"] },
        { @"\bnew (SignIn|CredentialSources|Identities)\(", ["Pockitect.Aws/Accounts/", "Pockitect.Cli/Sessions/Access.cs", "Pockitect.Cli/Commands/Accounts/AccountsCommand.cs", "Pockitect.Web/Work/SignedIn.cs"] },
    };

    [Theory]
    [MemberData(nameof(OneWayIn))]
    public void There_is_one_way_to_credentials_and_clients(string pattern, string[] places)
    {
        var sources = Directory.EnumerateFiles(Repository.At("src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(Repository.At("src"), path).Replace('\\', '/'), Lines: File.ReadAllLines(path)));
        var uses = sources
            .SelectMany(file => file.Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line, pattern)).Select(line => (file.Path, Line: line.Trim())))
            .ToList();

        // Where nothing is found at all, the pattern has aged.
        Assert.NotEmpty(uses);
        Assert.DoesNotContain(uses, use => !places.Any(place => use.Path.StartsWith(place, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_terminal_is_used_in_Cli_alone() => Assert.Equal(["Pockitect.Cli"], ProjectsWith(IsTerminal));

    [Fact]
    public void Every_class_is_sealed_unless_another_derives_from_it()
    {
        var all = new[] { Core, Aws, Cli }.SelectMany(assembly => assembly.GetTypes()).ToList();
        var bases = all.Select(type => type.BaseType is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : type.BaseType).ToHashSet();

        var open = all.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !bases.Contains(type) && !type.Name.Contains('<'));

        Assert.Empty(open.Where(type => type.Namespace?.StartsWith("Pockitect", StringComparison.Ordinal) ?? false).Select(type => type.FullName));
    }

    private static IEnumerable<string> ReferencesOf(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsAwsSdk(string name) => name.StartsWith("AWSSDK", StringComparison.Ordinal);

    private static bool IsTerminal(string name) => name is "System.CommandLine" || name.StartsWith("Spectre", StringComparison.Ordinal);

    private static IEnumerable<string> ProjectsWith(Func<string, bool> package) => Directory.EnumerateDirectories(Repository.At("src"))
        .Select(folder => Path.GetFileName(folder))
        .Where(project => Project(project).Descendants("PackageReference").Any(reference => package((string)reference.Attribute("Include")!)))
        .Order(StringComparer.Ordinal);

    private static XDocument Project(string name) => XDocument.Load(Repository.At($"src/{name}/{name}.csproj"));
}
