using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>What the documents say is so.</summary>
public sealed partial class DocsTests(SandboxFixture sandbox)
{
    private const string Renew = "The sources say something else: run `./run export reference --out docs`.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("README.md", 8)]
    [InlineData("CONTRIBUTING.md", 2)]
    public async Task Every_command_of_a_document_works(string document, int atLeast)
    {
        using var terminal = new Terminal(sandbox.Process);
        var commands = Commands(await File.ReadAllTextAsync(Repository.At(document), Ct));
        Assert.True(commands.Count >= atLeast, $"{document} has {commands.Count} commands.");
        foreach (var typed in commands)
        {
            // The demo starts a sandbox of its own, which takes longer than all the rest; here it only has to be understood.
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
    public async Task Every_blueprint_in_a_document_is_valid(string document)
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

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("SECURITY.md")]
    [InlineData("docs/blueprint.md")]
    [InlineData("docs/guide.md")]
    [InlineData("docs/resources.md")]
    [InlineData("docs/terminal.md")]
    public async Task Every_link_to_a_file_leads_to_one(string document)
    {
        var path = Repository.At(document);
        var links = Links().Matches(await File.ReadAllTextAsync(path, Ct)).Select(match => match.Groups["file"].Value);

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), $"{document} links to {link}.")); // A file has a folder.
    }

    [Fact]
    public async Task The_page_of_the_sections_is_what_the_model_says() =>
        Assert.True(BlueprintReference.Sections() == await PageAsync("blueprint.md"), Renew);

    /// <summary>A new type may come without its part of the page, which then is only behind; nothing on the page may be wrong.</summary>
    [Fact]
    public async Task The_page_of_the_resource_types_says_of_each_type_what_its_code_says()
    {
        using var aws = new AwsClients(AwsAccount.Sandbox(new Uri("http://localhost")));
        var page = await PageAsync("resources.md");
        var described = AwsCatalog.Create(aws, "keys").Types.Where(type => page.Contains($"\n## {type.Name}\n", StringComparison.Ordinal)).ToList();

        Assert.True(BlueprintReference.Resources(new Catalog(described)) == page, Renew);
    }

    private static Task<string> PageAsync(string file) => File.ReadAllTextAsync(Repository.At($"docs/{file}"), Ct);

    /// <summary>The arguments of each line that starts with ./run in a fenced block of shell commands.</summary>
    private static List<string[]> Commands(string markdown) =>
    [
        .. ShellBlocks().Matches(markdown)
            .SelectMany(block => block.Groups["text"].Value.Split('\n'))
            .Where(line => line.StartsWith("./run ", StringComparison.Ordinal))
            .Select(line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]),
    ];

    /// <summary>The same, but files go where the test may write.</summary>
    private static string[] InTemporaryFolder(string[] args, string folder) =>
        [.. args.Select((arg, index) => index > 0 && args[index - 1] == "--out" ? Path.Combine(folder, "out", arg) : arg)];

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlocks();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlocks();

    [GeneratedRegex(@"\]\((?<file>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Links();
}
