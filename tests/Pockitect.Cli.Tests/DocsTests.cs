using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Host;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Resources;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>The documentation is correct: commands run, blueprints are valid, links exist, and generated pages are current.</summary>
public sealed partial class DocsTests(SandboxFixture sandbox)
{
    private const string Renew = "This page is outdated: run `./run export reference --out docs`.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("README.md", 8)]
    [InlineData("CONTRIBUTING.md", 2)]
    public async Task Commands_in_a_document_run(string document, int atLeast)
    {
        using var terminal = new Terminal(sandbox.Process);
        var commands = Commands(await File.ReadAllTextAsync(Repository.At(document), Ct));
        Assert.True(commands.Count >= atLeast, $"{document} has {commands.Count} commands.");
        foreach (var typed in commands)
        {
            // The demo starts its own sandbox, which is slow; here only its command line is checked.
            var args = typed is ["demo", .. var more] ? ["demo", .. more, "--help"] : InTemporaryFolder(typed, terminal.Folder.Root);

            var ran = await terminal.RunAsync(args);

            var expected = args[0] == "plan" ? ExitCodes.ChangesPending : ExitCodes.Done;
            Assert.True(ran.ExitCode == expected, $"{document}: ./run {string.Join(' ', typed)}: {ran}");
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/blueprint.md")]
    [InlineData("docs/resources.md")]
    public async Task Blueprints_in_a_document_are_valid(string document)
    {
        using var terminal = new Terminal(sandbox.Process);
        var blueprints = YamlBlocks().Matches(await File.ReadAllTextAsync(Repository.At(document), Ct));
        Assert.NotEmpty(blueprints);
        foreach (var blueprint in blueprints.Select(match => match.Groups["text"].Value))
        {
            var path = Path.Combine(terminal.Folder.Root, "shown.yaml");
            await File.WriteAllTextAsync(path, blueprint, Ct);

            var ran = await terminal.RunAsync("validate", path);

            Assert.True(ran.ExitCode == ExitCodes.Done, $"{document}: {blueprint}\n{ran}");
        }
    }

    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Repository.At(""), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.At(""), path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Links_to_files_exist(string document)
    {
        var path = Repository.At(document);
        var links = Links().Matches(await File.ReadAllTextAsync(path, Ct)).Select(match => match.Groups["file"].Value);

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), $"{document} links to {link}."));
    }

    [Fact]
    public async Task Blueprint_page_matches_the_model() =>
        Assert.True(BlueprintReference.Sections() == await PageAsync("blueprint.md"), Renew);

    /// <summary>A new type may be missing on the page, but nothing on the page may be wrong.</summary>
    [Fact]
    public async Task Resource_page_matches_the_types()
    {
        using var aws = new AwsClients(AwsAccount.Sandbox(new Uri("http://localhost")));
        var page = await PageAsync("resources.md");
        var described = AwsCatalog.Create(aws, "keys").Types.Where(type => page.Contains($"\n## {type.Name}\n", StringComparison.Ordinal)).ToList();

        Assert.True(BlueprintReference.Resources(new Catalog(described)) == page, Renew);
    }

    private static Task<string> PageAsync(string file) => File.ReadAllTextAsync(Repository.At($"docs/{file}"), Ct);

    /// <summary>Returns the arguments of each line that starts with ./run in a shell code block.</summary>
    private static List<string[]> Commands(string markdown) =>
    [
        .. ShellBlocks().Matches(markdown)
            .SelectMany(block => block.Groups["text"].Value.Split('\n'))
            .Where(line => line.StartsWith("./run ", StringComparison.Ordinal))
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]),
    ];

    /// <summary>Redirects output files to a temporary folder.</summary>
    private static string[] InTemporaryFolder(string[] args, string folder) =>
        [.. args.Select((arg, index) => index > 0 && args[index - 1] == "--out" ? Path.Combine(folder, "out", arg) : arg)];

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlocks();

    [GeneratedRegex(@"\]\((?<file>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Links();
}
