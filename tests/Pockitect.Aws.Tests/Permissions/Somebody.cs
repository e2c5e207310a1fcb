using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Policies;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Testing;
using Files = Amazon.S3.Model;

namespace Pockitect.Aws.Tests.Permissions;

/// <summary>What a life was told of trouble.</summary>
/// <param name="Refused">Scans, plans and steps that failed.</param>
/// <param name="Unseen">What could not be looked at beforehand, which stops nothing.</param>
internal sealed record Told(IReadOnlyList<string> Refused, IReadOnlyList<string> Unseen)
{
    public IEnumerable<string> All => Refused.Concat(Unseen);
}

/// <summary>A user of a fresh account, with access keys of their own, who may do what some policies say and nothing else.</summary>
internal sealed class Somebody : IDisposable
{
    private const string Name = "somebody";

    private readonly TemporaryFolder _folder = new();
    private readonly SandboxProcess _server;
    private readonly AwsClients _root;
    private readonly AwsClients _own;
    private readonly DataFolder _data;
    private readonly DeployedBlueprints _deployed;
    private string? _last;
    private int _operations;

    private Somebody(SandboxProcess server, AwsClients root, AwsAccount account)
    {
        (_server, _root, _own) = (server, root, new AwsClients(account));
        _data = new DataFolder(_folder.Path);
        Cloud = new AwsCloud(_own, _data.Keys, TimeProvider.System);
        _deployed = new DeployedBlueprints(_data, Cloud.Catalog, new OperationHistory(_data));
        Scanner = new AccountScanner(Cloud, AccountInventory.Open(_data, Cloud.Catalog, Cloud.AccountId), TimeProvider.System);
        Planners = new Planners(new ProjectReader(Scanner, _deployed), deployed: _deployed);
    }

    public AwsCloud Cloud { get; }

    public AccountScanner Scanner { get; }

    public Planners Planners { get; }

    public DataFolder Data => _data;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Empties the account, and makes a user there with these policies.</summary>
    public static async Task<Somebody> ComeAsync(SandboxProcess server, IEnumerable<IamPolicy> policies)
    {
        (await server.Control.PostAsync("reset", null, Ct)).EnsureSuccessStatusCode();
        var root = new AwsClients(AwsAccount.Sandbox(server.Endpoint));
        var iam = root.Iam();
        await iam.CallAsync("CreateUser", new QueryParameters().Set("UserName", Name), Ct);
        foreach (var policy in policies)
        {
            var made = await iam.CallAsync(
                "CreatePolicy", new QueryParameters().Set("PolicyName", policy.Name).Set("PolicyDocument", policy.Document.ToJsonString()), Ct);
            var arn = made.Element("Policy")!.Element("Arn")!.Value; // What was made has one.
            await iam.CallAsync("AttachUserPolicy", new QueryParameters().Set("UserName", Name).Set("PolicyArn", arn), Ct);
        }

        var key = (await iam.CallAsync("CreateAccessKey", new QueryParameters().Set("UserName", Name), Ct)).Element("AccessKey")!;
        var credentials = new BasicAWSCredentials(key.Element("AccessKeyId")!.Value, key.Element("SecretAccessKey")!.Value); // So has a key.
        return new Somebody(server, root, await WhoAsync(server, credentials));
    }

    /// <summary>Lives it until something is refused.</summary>
    public async Task<Told> LiveAsync(Life life)
    {
        var unseen = new List<string>();
        var refused = await ScanAsync(life.LooksEverywhere ? null : [Life.Region]);
        for (var version = 0; version < life.Versions.Length && refused.Count == 0; version++)
        {
            var blueprint = Read(await FilledAsync(life.Blueprint(version)));
            refused = await TryAsync(async () =>
            {
                var plan = await Planners.Deploy.PlanAsync(blueprint, Ct);
                unseen.AddRange(plan.Findings.Where(finding => finding.What.StartsWith("Could not check", StringComparison.Ordinal)).Select(finding => $"{finding.What} {finding.Why} {finding.Remedy}"));
                var wrong = plan.Findings.Where(finding => finding.Severity is Severity.Error && !finding.What.StartsWith("You have no permission for", StringComparison.Ordinal));
                // What a simulation foretells is left to happen: it is the refusal itself that has to name its reason.
                return [.. plan.Blockers, .. wrong.Select(finding => $"{finding.What} {finding.Why}"), .. await RunAsync(plan, OperationKind.Deploy, new TerminateOptions(), blueprint)];
            });
        }

        var project = new ProjectIdentity("life", "a1b2c3d4e5", [Life.Region]);
        foreach (var on in life.HasPower && refused.Count == 0 ? (bool[])[false, true] : [])
        {
            if (refused.Count == 0)
            {
                var kind = on ? OperationKind.PowerOn : OperationKind.PowerOff;
                refused = await TryAsync(async () =>
                    await RunAsync(await Planners.Power.PlanAsync(project, on, null, Ct), kind, new TerminateOptions()));
            }
        }

        if (life.IsTakenBack && refused.Count == 0)
        {
            refused = await TryAsync(async () =>
            {
                var last = OperationRecord.Fold(Journal.Read(Path.Combine(_data.Journal, "life", $"{_last}.jsonl")));
                var plan = await Planners.Undo.PlanAsync(last!, [], [], Ct); // It has run.
                return [.. plan.Blockers, .. await RunAsync(plan, OperationKind.Undo, new TerminateOptions(LiftProtection: true))];
            });
        }

        if (life.Versions.Length > 0 && refused.Count == 0)
        {
            if (life.HasFiles) await FillAsync("life-of-a-bucket-4711");
            if (life.IsAttached) await AttachAsync();
            var options = new TerminateOptions(FinalSnapshots: true, EmptyBuckets: true, LiftProtection: true);
            refused = await TryAsync(async () =>
            {
                var plan = await Planners.Delete.PlanAsync(project, options, Ct);
                unseen.AddRange(plan.Findings.Where(finding => finding.What.StartsWith("Could not check", StringComparison.Ordinal)).Select(finding => $"{finding.What} {finding.Why} {finding.Remedy}"));
                return [.. plan.Blockers, .. await RunAsync(plan, OperationKind.Terminate, options)];
            });
        }

        if (refused.Count == 0) refused = await TryAsync(DeleteKeptAsync);
        return new Told(refused, unseen);
    }

    /// <summary>Deletes the snapshots that are there.</summary>
    private async Task<IReadOnlyList<string>> DeleteKeptAsync()
    {
        await Scanner.ScanAsync(new ScanRequest([Life.Region]), Ct);
        var kept = Scanner.Inventory.Resources.Where(row => row.IsKept).Select(row => row.Id).ToList();
        if (kept.Count == 0) return [];
        var plan = await Planners.Delete.PlanAsync(new ResourceSelection(Life.Region, kept), new TerminateOptions(), Ct);
        return [.. plan.Blockers, .. await RunAsync(plan, OperationKind.Terminate, new TerminateOptions())];
    }

    /// <summary>Attaches the project's own interface to its instance, as another program would.</summary>
    private async Task AttachAsync()
    {
        var rows = Scanner.Inventory.Resources
            .Where(row => row.Tags.GetValueOrDefault(Core.Resources.OwnershipTags.Project) == "life").ToList();
        await _root.Ec2(Life.Region).AttachNetworkInterfaceAsync(
            new Amazon.EC2.Model.AttachNetworkInterfaceRequest
            {
                NetworkInterfaceId = rows.Single(row => row.Type == "AWS::EC2::NetworkInterface" && row.Locked is null).Id,
                InstanceId = rows.Single(row => row.Type == "AWS::EC2::Instance").Id,
                DeviceIndex = 1,
            },
            Ct);
        // The delete handles both at the same time. An instance that is terminated first lets go of the interface, and nothing is left to detach.
        using var slow = await _server.Control.PostAsJsonAsync("faults", new { kind = "slow", service = "ec2", action = "TerminateInstances", delay_ms = 3000, times = 1 }, Ct);
        slow.EnsureSuccessStatusCode();
    }

    /// <summary>The IAM actions that were asked for since the account was emptied.</summary>
    public async Task<IReadOnlySet<string>> UsedAsync() =>
        (await _server.RequestsAsync(0, Ct)).Reverse().TakeWhile(request => !IsTheirMaking(request))
            .SelectMany(request => request["permissions"]!.AsArray()).Select(action => action!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);

    public void Dispose()
    {
        _own.Dispose();
        _root.Dispose();
        _folder.Dispose();
    }

    private static bool IsTheirMaking(JsonNode request) => request["action"]?.GetValue<string>() == "CreateAccessKey";

    private static async Task<AwsAccount> WhoAsync(SandboxProcess server, AWSCredentials credentials)
    {
        var account = new AwsAccount { AccountId = "", Arn = "", Name = Name, Identity = Identity.Sandbox, Credentials = credentials, Endpoint = server.Endpoint };
        using var clients = new AwsClients(account);
        var who = await clients.Sts(Life.Region).GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest(), Ct);
        return new AwsAccount { AccountId = who.Account, Arn = who.Arn, Name = Name, Identity = Identity.Sandbox, Credentials = credentials, Endpoint = server.Endpoint };
    }

    private async Task<IReadOnlyList<string>> ScanAsync(IReadOnlyList<string>? regions)
    {
        await Scanner.ScanAsync(new ScanRequest(regions), Ct);
        return
        [
            .. Scanner.Inventory.Entries.Where(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn))
                .Select(entry => $"{entry.Type}: {entry.Verdict}: {entry.Reason}"),
        ];
    }

    private async Task<IReadOnlyList<string>> RunAsync(Plan plan, OperationKind kind, TerminateOptions options, Blueprint? blueprint = null)
    {
        if (plan.Blockers.Count > 0) return [];
        var executor = new Executor(Cloud, _data, new Durations(_data), TimeProvider.System);
        var operation = new Operation(Operation.NewId(DateTimeOffset.UnixEpoch.AddSeconds(++_operations)), kind, "life", "a1b2c3d4e5");
        _last = operation.Id;
        var result = await executor.RunAsync(plan, operation, options, _ => { }, Ct);
        // As a deploy does: what a blueprint no longer has is taken away only where it was deployed.
        if (blueprint is not null && result.Succeeded) await _deployed.KeepAsync(operation, blueprint, Ct);
        return [.. result.Outcomes.Where(outcome => outcome.Value is StepOutcome.FailedBecause).Select(outcome => $"{outcome.Key}: {((StepOutcome.FailedBecause)outcome.Value).Fault.Message}")];
    }

    /// <summary>What it says, or what a person is told of the exception that ended it.</summary>
    private async Task<IReadOnlyList<string>> TryAsync(Func<Task<IReadOnlyList<string>>> work)
    {
        try
        {
            return await work();
        }
        catch (AmazonServiceException e)
        {
            return [Cloud.Explain(e).Message];
        }
    }

    private Blueprint Read(string yaml)
    {
        var reading = Cloud.Check(BlueprintReader.Read(yaml, Cloud.Catalog));
        return reading.Blueprint ?? throw new InvalidOperationException(string.Join("\n", reading.Problems) + yaml);
    }

    /// <summary>Puts in what the account has: a key, a snapshot, the ranges of a VPC. The root user makes and looks them up.</summary>
    private async Task<string> FilledAsync(string yaml)
    {
        var ec2 = _root.Ec2(Life.Region);
        if (yaml.Contains("{key}", StringComparison.Ordinal))
        {
            var keys = await _root.Kms(Life.Region).CallAsync("ListKeys", [], Ct);
            var arn = keys["Keys"]!.AsArray() is [var known, ..]
                ? known!["KeyArn"]
                : (await _root.Kms(Life.Region).CallAsync("CreateKey", [], Ct))["KeyMetadata"]!["Arn"];
            yaml = yaml.Replace("{key}", arn!.GetValue<string>(), StringComparison.Ordinal); // A key has an ARN.
        }

        if (yaml.Contains("{snapshot}", StringComparison.Ordinal))
        {
            var known = (await ec2.DescribeSnapshotsAsync(new DescribeSnapshotsRequest { OwnerIds = ["self"], Filters = [new Filter("description", ["life"])] }, Ct)).Snapshots;
            if (known is not { Count: > 0 })
            {
                var volume = await ec2.CreateVolumeAsync(new CreateVolumeRequest { AvailabilityZone = "eu-west-1a", Size = 8 }, Ct);
                known = [(await ec2.CreateSnapshotAsync(new CreateSnapshotRequest { VolumeId = volume.Volume.VolumeId, Description = "life" }, Ct)).Snapshot];
            }

            yaml = yaml.Replace("{snapshot}", known[0].SnapshotId, StringComparison.Ordinal);
        }

        if (!yaml.Contains("{ipv6", StringComparison.Ordinal)) return yaml;
        var vpcs = await ec2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new Filter("tag:pockitect:resource", ["net"])] }, Ct);
        var range = vpcs.Vpcs[0].Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock;
        var first = range.Replace("/56", "/64", StringComparison.Ordinal);
        return yaml.Replace("{ipv6-0}", first, StringComparison.Ordinal).Replace("{ipv6-1}", first.Replace("00::/64", "01::/64", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>Files, old versions of them, some from before versions were kept, and an upload that nobody finished.</summary>
    private async Task FillAsync(string bucket)
    {
        var s3 = _root.S3(Life.Region);
        await s3.PutObjectAsync(new Files.PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "1" }, Ct);
        await s3.PutObjectAsync(new Files.PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "2" }, Ct);
        await s3.InitiateMultipartUploadAsync(new Files.InitiateMultipartUploadRequest { BucketName = bucket, Key = "b" }, Ct);
    }
}
