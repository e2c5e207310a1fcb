using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

/// <summary>What a journal does not keep of a person's scripts, an undo gets from where the person wrote it.</summary>
public sealed class ScriptsTests : IDisposable
{
    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_undo_puts_an_earlier_script_back_that_no_journal_holds()
    {
        await DeployAsync("one: secret-1");
        await FailAsync("two: secret-2");
        Assert.Equal("two: secret-2", Script());

        var plan = await UndoAsync();

        Assert.Empty(plan.Findings);
        Assert.Equal("one: secret-1", Script());
        Assert.DoesNotContain("secret", Journals(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_of_somebody_else_is_lost_and_said_to_be()
    {
        await DeployAsync("one: secret-1");
        var box = Box();
        _house.Account.Change("update", _house.Cloud.Catalog[box.Type], box.Id, now => now with { Spec = (Box)now.Spec with { Script = "another's secret" } });
        await FailAsync("two: secret-2");

        var plan = await UndoAsync();

        Assert.Equal(("box", "Its earlier script can't be restored."), plan.Findings.Select(finding => (finding.LogicalId, finding.What)).Single());
        Assert.Equal("two: secret-2", Script());
        Assert.DoesNotContain("secret", Journals(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_is_not_made_anew_without_the_script_that_it_had_and_nobody_told()
    {
        await DeployAsync("one: secret-1");
        var box = Box();
        _house.Account.Change("update", _house.Cloud.Catalog[box.Type], box.Id, now => now with { Spec = (Box)now.Spec with { Script = "another's secret" } });
        await FailAsync("two: secret-2", image: "other");

        var plan = await UndoAsync();

        Assert.Contains("without", plan.Findings.Single().Remedy, StringComparison.Ordinal);
        Assert.Null(Script());
    }

    [Fact]
    public void That_there_was_no_script_is_no_secret() => Assert.False(Scripts.HasWithheld(Scripts.Withhold(new Box { Script = "" })));

    private Observed Box() => _house.Account.Living.Single(resource => resource.Spec is Box);

    private string? Script() => ((Box)Box().Spec).Script;

    private string Journals() => string.Concat(Directory.EnumerateFiles(_house.Folder.Journal, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText));

    /// <summary>Deploys a box with this script; a second resource fails after it was changed.</summary>
    private async Task FailAsync(string script, string image = "one")
    {
        _house.Account.OnCall = call => call is { Verb: "create", Type: "Store", HasHappened: false } ? new Fault(FaultKind.Quota, "Limit", "No more.") : null;
        Assert.IsType<Failed>(await TryAsync(script, image, "  late: {type: 'Fake::House::Store', properties: {Name: late}}\n"));
        _house.Account.OnCall = _ => null;
    }

    private async Task DeployAsync(string script) => Assert.IsType<Completed>(await TryAsync(script, "one", ""));

    private async Task<Status> TryAsync(string script, string image, string more)
    {
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        await File.WriteAllTextAsync(_house.Folder.BlueprintOf("shop"), $$"""
            project: {name: shop, id: abcdef123456, region: eu-west-1}
            resources:
              box: {type: 'Fake::House::Box', properties: {Image: {{image}}, Script: '{{script}}' } }

            """ + more);
        var blueprint = BlueprintReader.Read(await File.ReadAllBytesAsync(_house.Folder.BlueprintOf("shop")), _house.Cloud.Catalog).Blueprint;
        var plan = await _house.Planners.Deploy.PlanAsync(Assert.IsType<Blueprint>(blueprint), CancellationToken.None);
        return await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), CancellationToken.None);
    }

    private async Task<Core.Planning.Plan> UndoAsync()
    {
        _house.Time.AdvanceTo(_house.Time.GetUtcNow().AddSeconds(1));
        // The file that is there now has the later script, and not the earlier one.
        var plan = await _house.Recovery.PlanUndoAsync(_house.History.Unfinished("shop")!, CancellationToken.None); // A failed deploy is unfinished.
        Assert.IsType<Completed>(await _house.HandleAsync("shop", new Undo(plan.Fingerprint), CancellationToken.None));
        return plan;
    }
}
