using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Each file of the older Pockitect goes the whole way: imported, deployed, changed, deleted, and nothing left.</summary>
public sealed class OlderFilesTests(OlderFilesTests.OwnSandbox sandbox) : IClassFixture<OlderFilesTests.OwnSandbox>
{
    /// <summary>What others make at the same time would show in the inventories before and after.</summary>
    public sealed class OwnSandbox : SandboxFixture;

    public static TheoryData<string> Files =>
        new(Directory.EnumerateFiles(Repository.At("tests/fixtures/mvp-blueprints"), "*.json").Select(path => Path.GetFileName(path)).Order());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void All_twenty_two_files_are_here() => Assert.Equal(22, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task It_goes_from_import_to_nothing_left(string file)
    {
        using var terminal = new Terminal(sandbox.Process);
        var path = Repository.At($"tests/fixtures/mvp-blueprints/{file}");
        var project = JsonNode.Parse(await File.ReadAllTextAsync(path, Ct))!["project"]!;
        var (slug, region) = (project["name"]!.GetValue<string>(), project["region"]!.GetValue<string>());
        await using var key = await ExistingKey.OfAsync(sandbox.Process.Endpoint, region);
        var before = await sandbox.Process.InventoryAsync(Ct);
        var since = (await sandbox.Process.RequestsAsync(0, Ct)).Count;

        await ExpectAsync(ExitCodes.Done, "import", path);
        await ExpectAsync(ExitCodes.Done, "validate", slug);
        await ExpectAsync(ExitCodes.ChangesPending, "plan", slug);
        await ExpectAsync(ExitCodes.Done, "deploy", slug, "--yes");
        await ExpectAsync(ExitCodes.Done, "status", slug);
        var second = (await ExpectAsync(ExitCodes.Done, "deploy", slug, "--yes", "--json")).Json[0];
        Assert.True(second["is_empty"]!.GetValue<bool>(), second.ToJsonString());

        await EditAsync("type", "t3.xlarge");
        Assert.Equal("update AWS::EC2::Instance InstanceType", await ChangesAsync());
        await ExpectAsync(ExitCodes.Done, "deploy", slug, "--yes");
        await ExpectAsync(ExitCodes.Done, "plan", slug);

        await EditAsync("image", (await File.ReadAllTextAsync(path, Ct)).Contains("debian-12", StringComparison.Ordinal) ? "ubuntu-24.04" : "debian-12");
        Assert.Equal("replace AWS::EC2::Instance ImageId", await ChangesAsync());

        await ExpectAsync(ExitCodes.Done, "delete", slug, "--yes", "--no-final-snapshot", "--empty-buckets");
        Assert.Equal(before, await sandbox.Process.InventoryAsync(Ct));
        var requests = (await sandbox.Process.RequestsAsync(0, Ct)).Skip(since).ToList();
        Assert.NotEmpty(requests);
        Assert.DoesNotContain(requests, request => request["code"]?.GetValue<string>() == "DependencyViolation");

        async Task<Ran> ExpectAsync(int code, params string[] args)
        {
            var ran = await terminal.RunAsync(args);
            Assert.True(ran.ExitCode == code, $"{string.Join(' ', args)}: {ran}");
            return ran;
        }

        async Task EditAsync(string field, string value)
        {
            var blueprint = terminal.Folder.BlueprintOf(slug);
            var lines = (await File.ReadAllTextAsync(blueprint, Ct)).Split('\n').ToList();
            lines.RemoveAll(line => line.Trim().StartsWith($"{field}:", StringComparison.Ordinal));
            var entry = lines.FindIndex(line => line == "compute:");
            var name = lines.FindIndex(entry, line => line.Contains("- name:", StringComparison.Ordinal));
            lines.Insert(name + 1, $"{new string(' ', lines[name].IndexOf('-', StringComparison.Ordinal) + 2)}{field}: {value}");
            await File.WriteAllTextAsync(blueprint, string.Join('\n', lines), Ct);
        }

        async Task<string> ChangesAsync()
        {
            var plan = (await ExpectAsync(ExitCodes.ChangesPending, "plan", slug, "--json")).Json[0];
            return string.Join('\n', plan["changes"]!.AsArray()
                .Where(change => change!["action"]!.GetValue<string>() != "keep")
                .Select(change => string.Join(
                    ' ',
                    [
                        change!["action"]!.GetValue<string>(), change["resource_type"]!.GetValue<string>(),
                        .. change["differences"]!.AsArray().Select(difference => difference!["path"]!.GetValue<string>()),
                    ])));
        }
    }

    /// <summary>The key pair that one of the files expects to be in the account already.</summary>
    private sealed class ExistingKey : IAsyncDisposable
    {
        private const string Name = "my-existing-keypair";
        private readonly AwsClients _aws;
        private readonly string _region;

        private ExistingKey(AwsClients aws, string region) => (_aws, _region) = (aws, region);

        public static async Task<ExistingKey> OfAsync(Uri endpoint, string region)
        {
            var aws = new AwsClients(AwsAccount.Sandbox(endpoint));
            await aws.Ec2(region).CreateKeyPairAsync(new CreateKeyPairRequest { KeyName = Name }, Ct);
            return new ExistingKey(aws, region);
        }

        public async ValueTask DisposeAsync()
        {
            await _aws.Ec2(_region).DeleteKeyPairAsync(new DeleteKeyPairRequest { KeyName = Name }, Ct);
            _aws.Dispose();
        }
    }
}
