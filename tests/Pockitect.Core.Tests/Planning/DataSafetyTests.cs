using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

/// <summary>A resource that holds data is replaced only for what the blueprint changed.</summary>
public sealed class DataSafetyTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0" });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });
    private static readonly Desired Wall = new("wall", new Wall { Net = Ref.To<Net>("net") });
    private static readonly Desired Key = new("key", new Key { Text = "k1" });
    private static readonly Desired Host = new("host", new Host { Part = Ref.To<Part>("part"), Key = Ref.To<Key>("key"), Image = "one", Disk = 30, Speed = 300, Note = "n", Fixed = "f" });

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Vault_in_a_failed_state_is_kept_and_the_remedy_is_told(bool isRepairable)
    {
        await DeployAsync(new Desired("vault", new Vault { Size = 1 }));
        Outside("vault", now => now with { Phase = Phase.Failed, State = "storage-full", Remedy = isRepairable ? "Give it more storage." : null });

        var plan = await PlanAsync(new Desired("vault", new Vault { Size = 1 }));

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Refusals);
        var finding = Assert.Single(plan.Findings);
        Assert.Contains("storage-full", finding.What, StringComparison.Ordinal);
        Assert.Equal(isRepairable, finding.Remedy == "Give it more storage.");
    }

    [Fact]
    public async Task Host_in_a_state_that_can_be_repaired_takes_an_update()
    {
        await DeployAsync(Net, Part, Key, Host);
        Outside("host", now => now with { Phase = Phase.Failed, State = "storage-full", Remedy = "Give it more storage." });

        var desired = Host with { Spec = (Host)Host.Spec with { Disk = 40 } };
        var plan = await PlanAsync(Net, Part, Key, desired);
        var ending = await DeployAsync(Net, Part, Key, desired);

        Assert.Equal(["Update host Disk"], Lines(plan));
        Assert.IsType<Completed>(ending);
        Assert.Equal(40, ((Host)Living("host").Spec).Disk);
    }

    [Fact]
    public async Task Net_that_failed_is_replaced_and_a_host_on_it_is_not()
    {
        await DeployAsync(Net, Part, Key, Host);
        Outside("part", now => now with { Phase = Phase.Failed, State = "failed" });

        var plan = await PlanAsync(Net, Part, Key, Host);

        Assert.DoesNotContain(plan.Changes, change => change.LosesData);
        Assert.NotEmpty(plan.Refusals);
    }

    [Fact]
    public async Task Door_that_failed_is_replaced()
    {
        var door = new Desired("door", new Door { Net = Ref.To<Net>("net") });
        await DeployAsync(Net, door);
        Outside("door", now => now with { Phase = Phase.Failed, State = "failed" });

        Assert.Equal(["Replace door "], Lines(await PlanAsync(Net, door)));
    }

    [Fact]
    public async Task Host_is_not_replaced_for_what_changed_outside()
    {
        await DeployAsync(Net, Part, Key, Host);
        Outside("host", now => now with { Spec = (Host)now.Spec with { Image = "other", Speed = 5 } });

        var plan = await PlanAsync(Net, Part, Key, Host);
        var ending = await DeployAsync(Net, Part, Key, Host);

        Assert.Equal(["Update host Speed"], Lines(plan));
        Assert.Contains("Image", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.IsType<Completed>(ending);
    }

    [Fact]
    public async Task Host_is_replaced_for_what_the_blueprint_changed_and_its_data_is_named_as_lost()
    {
        await DeployAsync(Net, Part, Key, Host);

        var plan = await PlanAsync(Net, Part, Key, Host with { Spec = (Host)Host.Spec with { Image = "two" } });

        Assert.Equal(["Replace host Image"], Lines(plan));
        Assert.True(plan.LosesData);
    }

    [Fact]
    public async Task Host_is_replaced_with_what_it_stands_on_when_the_blueprint_changed_that()
    {
        await DeployAsync(Net, Part, Key, Host);

        var plan = await PlanAsync(Net, Part with { Spec = (Part)Part.Spec with { Zone = "b" } }, Key, Host);

        Assert.Equal(["Replace part Zone", "Replace host Part"], Lines(plan));
        Assert.True(plan.LosesData);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ann")]
    public async Task Key_that_was_deleted_outside_comes_back_under_its_name_and_its_host_stays(string? name)
    {
        var key = new Desired("key", new Key { Name = name, Text = "k1" });
        await DeployAsync(Net, Part, key, Host);
        var (id, host) = (Living("key").Id, Living("host"));
        _house.Account.Delete(_house.Cloud.Catalog[typeof(Key)], id);

        var plan = await PlanAsync(Net, Part, key, Host);
        var ending = await DeployAsync(Net, Part, key, Host);

        Assert.Equal(["Create key "], Lines(plan));
        Assert.IsType<Completed>(ending);
        Assert.Equal(id, Living("key").Id);
        Assert.Same(host, Living("host"));
        Assert.True((await PlanAsync(Net, Part, key, Host)).IsEmpty);
    }

    [Fact]
    public async Task Key_that_is_taken_out_of_the_blueprint_goes_and_its_host_stays()
    {
        await DeployAsync(Net, Part, Key, Host);
        var desired = Host with { Spec = (Host)Host.Spec with { Key = null } };

        var plan = await PlanAsync(Net, Part, desired);
        var ending = await DeployAsync(Net, Part, desired);

        Assert.Equal(["Delete key "], Lines(plan));
        Assert.Contains("Key stays", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.IsType<Completed>(ending);
        Assert.True((await PlanAsync(Net, Part, desired)).IsEmpty);
    }

    [Fact]
    public async Task Deleting_a_key_by_hand_takes_no_host_along()
    {
        await DeployAsync(Net, Part, Key, Host);

        var plan = await _house.Planners.Delete.PlanAsync(
            new ResourceSelection("eu-west-1", [Living("key").Id]), new TerminateOptions(), Ct);

        Assert.Equal(["Delete key "], Lines(plan));
    }

    [Fact]
    public async Task Settings_that_are_taken_out_of_the_blueprint_go_or_the_plan_says_that_they_stay()
    {
        await DeployAsync(Net, Part, Key, Host);
        var desired = Host with { Spec = (Host)Host.Spec with { Speed = null, Note = null, Fixed = null } };

        var plan = await PlanAsync(Net, Part, Key, desired);
        var ending = await DeployAsync(Net, Part, Key, desired);

        Assert.Equal(["Update host Speed Note"], Lines(plan));
        Assert.Contains("Fixed stays f", Assert.Single(plan.Findings).What, StringComparison.Ordinal);
        Assert.IsType<Completed>(ending);
        Assert.Equal((100, null, "f"), (((Host)Living("host").Spec).Speed, ((Host)Living("host").Spec).Note, ((Host)Living("host").Spec).Fixed));
        Assert.True((await PlanAsync(Net, Part, Key, desired)).IsEmpty);
    }

    [Fact]
    public async Task What_was_never_in_the_blueprint_stays_unmanaged()
    {
        var bare = Host with { Spec = new Host { Part = Ref.To<Part>("part"), Image = "one" } };
        await DeployAsync(Net, Part, bare);
        Outside("host", now => now with { Spec = (Host)now.Spec with { Note = "theirs", Speed = 7 } });

        var plan = await PlanAsync(Net, Part, bare);

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Findings);
    }

    [Fact]
    public async Task Wall_that_leaves_the_blueprint_is_taken_off_its_host_even_where_no_deploy_is_known()
    {
        var walled = Host with { Spec = (Host)Host.Spec with { Walls = [Ref.To<Wall>("wall")] } };
        await DeployAsync(Net, Part, Key, Wall, walled);
        Directory.Delete(_house.Folder.Deployed, recursive: true);
        Directory.CreateDirectory(_house.Folder.Deployed);

        var ending = await DeployAsync(Net, Part, Key, Host);

        Assert.IsType<Completed>(ending);
        Assert.DoesNotContain(_house.Account.Living, row => row.Spec is Wall);
    }

    [Fact]
    public async Task Disk_that_is_to_shrink_is_an_error_and_saves_nothing()
    {
        await DeployAsync(Net, Part, Key, Host);

        var plan = await PlanAsync(Net, Part, Key, Host with { Spec = (Host)Host.Spec with { Disk = 20 } });

        Assert.True(plan.IsEmpty);
        Assert.Contains("can't shrink from 30 to 20", Assert.Single(plan.Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disk_that_was_enlarged_outside_is_left_and_told()
    {
        await DeployAsync(Net, Part, Key, Host);
        Outside("host", now => now with { Spec = (Host)now.Spec with { Disk = 50 } });

        var plan = await PlanAsync(Net, Part, Key, Host);

        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Refusals);
        Assert.Contains("enlarged outside", Assert.Single(plan.Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_that_would_cross_into_another_net_is_a_replacement()
    {
        var host = new Desired("host", new Host { Walls = [Ref.To<Wall>("wall")] });
        await DeployAsync(Net, Wall, host);

        var plan = await PlanAsync(Net with { Spec = new Net { Range = "10.9" } }, Wall, host);

        Assert.Equal(["Replace net Range", "Replace wall Net", "Replace host Walls"], Lines(plan));
        Assert.True(plan.LosesData);
        Assert.Empty(plan.Refusals);
    }

    [Fact]
    public async Task Host_whose_place_was_taken_out_of_the_blueprint_is_replaced_and_its_data_is_named_as_lost()
    {
        await DeployAsync(Net, Part, new Desired("host", new Host { Part = Ref.To<Part>("part") }));

        var plan = await PlanAsync(Net, new Desired("host", new Host()));
        var ending = await DeployAsync(Net, new Desired("host", new Host()));

        Assert.Equal(["Replace host Part", "Delete part "], Lines(plan));
        Assert.True(plan.LosesData);
        Assert.IsType<Completed>(ending);
    }

    [Fact]
    public async Task Reference_that_stays_in_its_net_is_changed_in_place()
    {
        var host = new Desired("host", new Host { Walls = [Ref.To<Wall>("wall")] });
        await DeployAsync(Net, Wall, host);

        var plan = await PlanAsync(Net, Wall with { LogicalId = "wall2" }, new Desired("host", new Host { Walls = [Ref.To<Wall>("wall2")] }));

        Assert.Equal(["Create wall2 ", "Update host Walls", "Delete wall "], Lines(plan));
    }

    [Fact]
    public async Task Tags_of_others_are_left_alone_and_ours_go_with_the_blueprint()
    {
        Desired Tagged(params (string Key, string Value)[] tags) => Net with { Spec = Net.Spec with { Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value) } };
        await DeployAsync(Tagged(("Owner", "ada"), ("Old", "x")));
        Outside("net", now => now with { Tags = now.Tags.Append(new("CostCenter", "42")).ToDictionary() });

        var plan = await PlanAsync(Tagged(("Owner", "bob")));
        await DeployAsync(Tagged(("Owner", "bob")));

        Assert.Equal(["Update net Tags.Owner Tags.Old"], Lines(plan));
        var tags = Living("net").Tags;
        Assert.Equal(("bob", "42", false), (tags["Owner"], tags["CostCenter"], tags.ContainsKey("Old")));
        Assert.True((await PlanAsync(Tagged(("Owner", "bob")))).IsEmpty);
    }

    private static string[] Lines(Plan plan) =>
    [
        .. plan.Changes.Where(change => change.Action is not ChangeAction.Keep)
            .Select(change => $"{change.Action} {change.LogicalId} {string.Join(' ', change.Differences.Select(difference => difference.Path))}"),
    ];

    private static Blueprint Blueprint(Desired[] desired) => House.Blueprint with { Resources = desired.ToDictionary(resource => resource.LogicalId, resource => resource.Spec) };

    private Task<Plan> PlanAsync(params Desired[] desired) => _house.Planners.Deploy.PlanAsync(Blueprint(desired), Ct);

    private async Task<Status> DeployAsync(params Desired[] desired)
    {
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("shop"), BlueprintWriter.Write(Blueprint(desired), _house.Cloud.Catalog), Ct);
        return await _house.HandleAsync("shop", new Deploy((await PlanAsync(desired)).Fingerprint), Ct);
    }

    private Observed Living(string logicalId) => _house.Account.Living.Single(row => row.Tags.GetValueOrDefault(OwnershipTags.Resource) == logicalId);

    private void Outside(string logicalId, Func<Observed, Observed> change) =>
        _house.Account.Change("outside", _house.Cloud.Catalog[Living(logicalId).Type], Living(logicalId).Id, change);
}
