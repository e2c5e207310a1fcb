using Amazon.Runtime;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Logs;
using Pockitect.Aws.Tests.Permissions;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Logs;

public sealed class LogGroupTests(SandboxFixture sandbox) : LifeTest(sandbox), IHasLife
{
    private LogGroupType Type => new(Aws);

    static Life IHasLife.Life => new("log group", Group("RetentionInDays: 7, KmsKeyId: '{key}'", "a"), Group("RetentionInDays: 14", "b"), Group("KmsKeyId: '{key}'", "b"));

    [Fact]
    public async Task A_log_group_lives_from_create_to_delete()
    {
        var spec = await FullAsync();

        var group = await CreateAsync(Type, spec);

        Assert.Equal((spec.LogGroupName, Phase.Ready), (group.Id, group.Phase));
        Assert.Empty(SpecDiff.Compare(spec, group.Spec));
        Assert.InRange(group.CreatedAt!.Value, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(200));
        Assert.Equal("shop", (await ListedAsync(Type, group.Id)).Tags[OwnershipTags.Project]);
        await Type.TagAsync(Place, group.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        var tags = (await ReadAsync(Type, group.Id)).Tags;
        Assert.Equal(("blue", "shop"), (tags["team"], tags[OwnershipTags.Project]));
        Assert.DoesNotContain(OwnershipTags.Resource, tags);
        await DeleteAsync(Type, group.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task Every_setting_of_a_log_group_changes()
    {
        var spec = await FullAsync();
        var id = (await CreateAsync(Type, spec)).Id;

        await UpdateAsync(Type, id, spec with { RetentionInDays = 365 });
        await UpdateAsync(Type, id, spec with { KmsKeyId = await KeyAsync() });
    }

    [Fact]
    public async Task Retention_and_key_of_a_log_group_can_be_removed()
    {
        var full = await FullAsync();

        await AssertTakenBackAsync(Type, full with { RetentionInDays = null, KmsKeyId = null }, full, nameof(LogGroup.KmsKeyId), nameof(LogGroup.RetentionInDays));
    }

    [Fact]
    public async Task A_log_group_without_a_name_gets_the_unique_name_and_is_created_only_once()
    {
        var how = How("nameless");
        Assert.Equal(how.UniqueName, (await CreateAsync(Type, new LogGroup(), how)).Id);
        Assert.Equal(how.UniqueName, Type.NaturalKey(new LogGroup(), how));

        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Type.CreateAsync(Place, (Spec)new LogGroup(), how, Ct));

        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(refusal).Kind);
    }

    [Fact]
    public async Task All_pages_of_log_groups_are_listed()
    {
        var made = new HashSet<string>();
        for (var number = 0; number < 51; number++) made.Add((await CreateAsync(Type, new LogGroup(), How($"group-{number}"))).Id);

        Assert.Subset(await Type.ListAsync(Place, Ct).Select(group => group.Id).ToHashSetAsync(StringComparer.Ordinal, Ct), made);
    }

    [Fact]
    public async Task A_log_group_whose_name_is_only_the_start_of_another_name_reads_as_null()
    {
        var group = await CreateAsync(Type, new LogGroup { LogGroupName = $"/shop-{Guid.NewGuid():N}/web" });

        Assert.Null(await Type.ReadAsync(Place, group.Id[..^1], Ct));
    }

    private static string Group(string settings, string tag) => $"  logs: {{type: 'AWS::Logs::LogGroup', properties: {{LogGroupName: /life/web, {settings}, Tags: {{{tag}: x}}}}}}\n";

    private async Task<LogGroup> FullAsync() => new() { LogGroupName = $"/shop-{Guid.NewGuid():N}/web", RetentionInDays = 30, KmsKeyId = await KeyAsync() };

    private async Task<string> KeyAsync() => (string)(await Sandbox.Clients.Kms(Place.Region).CallAsync("CreateKey", [], Ct))["KeyMetadata"]!["Arn"]!; // A key has an ARN.
}
