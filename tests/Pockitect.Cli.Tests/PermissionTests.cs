using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Protocol;
using Pockitect.Cli.Host;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>The program as it is, with access keys of a user who has what <c>policy</c> prints, or not quite.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private const string Sample = "high-availability";

    /// <summary>The types that the sample leaves out.</summary>
    private const string More = """

        resources:
          page-size: {type: 'AWS::SSM::Parameter', properties: {Type: String, Value: '25'}}
          extra-disk: {type: 'AWS::EC2::Volume', properties: {AvailabilityZone: eu-west-1a, Size: 8}}
          extra-key: {type: 'AWS::EC2::KeyPair', properties: {KeyType: ed25519}}
        """;

    private readonly Terminal _terminal = new();
    private SandboxProcess _sandbox = null!; // Set before any test runs.
    private AwsClients _root = null!; // Set before any test runs.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxProcess.StartAsync(Ct);
        _root = new AwsClients(AwsAccount.Sandbox(_sandbox.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        _root.Dispose();
        _terminal.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task The_full_policy_is_enough_for_a_whole_life_and_the_read_only_one_to_look()
    {
        var full = await UserAsync("full", await PoliciesAsync("full"));
        var reader = await UserAsync("reader", await PoliciesAsync("read-only"));
        var blueprint = await File.ReadAllTextAsync(Repository.At($"samples/{Sample}.yaml"), Ct);
        await File.WriteAllTextAsync(new DataFolder(_terminal.Home).BlueprintOf(Sample), blueprint + More, Ct);

        await SucceedAsync(reader, ExitCodes.Done, "scan");
        var plan = await RunAsync(reader, "plan", Sample);
        Assert.Contains("You have no permission for ec2:CreateVpc.", plan.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Could not", plan.Error, StringComparison.Ordinal);
        await SucceedAsync(full, ExitCodes.Done, "policy", "full", "--check");
        await SucceedAsync(full, ExitCodes.Done, "scan");
        await SucceedAsync(full, ExitCodes.Done, "deploy", Sample, "--yes");
        await SucceedAsync(reader, ExitCodes.Done, "status", Sample);
        await SucceedAsync(full, ExitCodes.Done, "stop", Sample, "--yes");
        await SucceedAsync(full, ExitCodes.Done, "start", Sample, "--yes");
        await SucceedAsync(reader, ExitCodes.Done, "drift", Sample);
        await SucceedAsync(reader, ExitCodes.Done, "plan", Sample);
        await SucceedAsync(full, ExitCodes.Done, "delete", Sample, "--yes", "--lift-protection", "--no-final-snapshot");
    }

    [Fact]
    public async Task A_plans_own_policy_is_enough_to_carry_it_out_and_does_not_let_delete()
    {
        var blueprint = await File.ReadAllTextAsync(Repository.At($"samples/{Sample}.yaml"), Ct);
        await File.WriteAllTextAsync(new DataFolder(_terminal.Home).BlueprintOf(Sample), blueprint + More, Ct);
        var planner = await UserAsync("planner", await PoliciesAsync("read-only"));
        var printed = await RunAsync(planner, "policy", "--plan", Sample, "--json");
        var deployer = await UserAsync("deployer", printed.Json.Select(line => line["policy"]!));

        await SucceedAsync(deployer, ExitCodes.Done, "deploy", Sample, "--yes");
        var delete = await RunAsync(deployer, "delete", Sample, "--yes", "--lift-protection", "--no-final-snapshot");

        Assert.Equal(ExitCodes.Failed, delete.ExitCode);
        Assert.Contains("is not authorized to perform: ", delete.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lacks_is_told_by_what_it_stops()
    {
        var policies = (await PoliciesAsync("full")).Select(policy => JsonNode.Parse(
            policy.ToJsonString().Replace("\"ec2:RunInstances\",", "", StringComparison.Ordinal).Replace(",\"rds:StopDBInstance\"", "", StringComparison.Ordinal))!);
        var limited = await UserAsync("limited", policies);

        var ran = await RunAsync(limited, "policy", "full", "--check");

        Assert.Equal(ExitCodes.Failed, ran.ExitCode);
        Assert.Equal("ec2:RunInstances: creating AWS::EC2::Instance\nrds:StopDBInstance: stopping AWS::RDS::DBInstance\n", ran.Out.ReplaceLineEndings("\n"));
        Assert.Contains("user/limited is missing 2 of", ran.Error, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonNode>> PoliciesAsync(string which) =>
        [.. (await _terminal.RunAsync("policy", which, "--json")).Json.Select(line => line["policy"]!)]; // It prints policies.

    /// <summary>Makes a user who may do what these documents say.</summary>
    /// <returns>The environment of their shell.</returns>
    private async Task<IReadOnlyDictionary<string, string>> UserAsync(string name, IEnumerable<JsonNode> policies)
    {
        var iam = _root.Iam();
        await iam.CallAsync("CreateUser", new QueryParameters().Set("UserName", name), Ct);
        foreach (var (index, policy) in policies.Index())
        {
            var text = policy.ToJsonString();
            await iam.CallAsync("PutUserPolicy", new QueryParameters().Set("UserName", name).Set("PolicyName", $"p{index}").Set("PolicyDocument", text), Ct);
        }

        var key = (await iam.CallAsync("CreateAccessKey", new QueryParameters().Set("UserName", name), Ct)).Element("AccessKey")!; // What is made is told.
        return new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = _sandbox.Endpoint.AbsoluteUri,
            ["AWS_ACCESS_KEY_ID"] = key.Element("AccessKeyId")!.Value,
            ["AWS_SECRET_ACCESS_KEY"] = key.Element("SecretAccessKey")!.Value,
            ["AWS_REGION"] = "eu-west-1",
        };
    }

    private async Task SucceedAsync(IReadOnlyDictionary<string, string> shell, int expected, params string[] args)
    {
        var ran = await RunAsync(shell, args);
        Assert.True(ran.ExitCode == expected, $"{string.Join(' ', args)}: {ran}");
    }

    private async Task<Ran> RunAsync(IReadOnlyDictionary<string, string> shell, params string[] args)
    {
        var (exitCode, output, error) = await OwnProcess.EndAsync(OwnProcess.Start("pockitect", _terminal.Home, args, shell), Ct);
        return new Ran(exitCode, output, error);
    }
}
