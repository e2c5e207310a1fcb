using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Projection;

public sealed class LocalProjectsTests : IDisposable
{
    private readonly House _house = new();
    private readonly LocalProjects _local;

    public LocalProjectsTests() => _local = new LocalProjects(_house.Records, _house.Cloud);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("../shop")]
    [InlineData("missing")]
    public void Project_without_files_is_empty(string project)
    {
        Assert.Equal(new LocalProject(), _local.Of(project));
    }

    [Fact]
    public void Draft_has_the_values_of_its_blueprint_and_is_not_deployed()
    {
        Assert.Equal(new LocalProject { Id = "abcdef123456", Region = "eu-west-1", HasBlueprint = true }, _local.Of("shop"));
    }

    [Fact]
    public async Task Deploy_and_later_edit_show_when_the_files_change()
    {
        Assert.False(_local.Of("shop").IsDeployed);
        var plan = await _house.PlanAsync(new Desired("net", new Net { Range = "10.0" }));
        Assert.IsType<Completed>(await _house.HandleAsync("shop", new Deploy(plan.Fingerprint), Ct));

        var deployed = _local.Of("shop");
        Assert.Equal((true, false, OperationOutcome.Completed), (deployed.IsDeployed, deployed.IsEdited, deployed.Last?.Outcome));
        Assert.Null(deployed.Unfinished);

        await File.AppendAllTextAsync(_house.Folder.BlueprintOf("shop"), "network: {cidr: 10.9.0.0/16}\n", Ct);
        Assert.True(_local.Of("shop").IsEdited);
    }

    [Fact]
    public void Unchanged_files_are_not_read_again()
    {
        Assert.Same(_local.Of("shop"), _local.Of("shop"));
    }

    [Fact]
    public async Task Unreadable_history_is_a_problem_and_nothing_of_it_is_known()
    {
        await _house.DeployAsync(new Desired("net", new Net { Range = "10.0" }));
        await File.WriteAllTextAsync(Directory.GetFiles(_house.Folder.JournalOf("shop")).Single(), "no journal\n", Ct);

        var damaged = _local.Of("shop");

        Assert.NotNull(damaged.Problem);
        Assert.Null(damaged.Last);
    }
}
