using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Commands;

public sealed class CommandHandlersTests : IDisposable
{
    private static readonly Command[] commands =
    [
        new ScanAllRegions(new ScanRequest()),
        new ScanPart(new ScanRequest(["eu-west-1"]), "eu-west-1", 1),
        new Deploy("none"),
        new Terminate("none", null, new TerminateOptions()),
        new Power(On: false),
        new ProjectUpdated(LookAtAws: false),
        new Resume("none"),
        new Undo("none"),
        new Keep(),
    ];

    private readonly House _house = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Commands => [.. Enumerable.Range(0, commands.Length)];

    public static TheoryData<int> ProjectCommands =>
        [.. Enumerable.Range(0, commands.Length).Where(index => commands[index] is not (ScanAllRegions or ScanPart))];

    public void Dispose() => _house.Dispose();

    [Fact]
    public void Commands_of_this_test_are_all_commands_except_Cancel_which_is_the_workers()
    {
        var all = typeof(Command).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Command))).Select(type => type.Name);

        Assert.Equal(all.Order(), commands.Select(command => command.GetType().Name).Append(nameof(Cancel)).Order());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_has_a_handler(int command)
    {
        Status status;
        try
        {
            status = await _house.HandleAsync("shop", commands[command], Ct);
        }
        catch (FaultException e)
        {
            // A project that was never deployed has nothing to delete or stop.
            Assert.Equal("NeverDeployed", e.Fault.Code);
            return;
        }

        Assert.DoesNotContain("doesn't support", (status as Failed)?.Reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_without_a_handler_fails()
    {
        var failed = Assert.IsType<Failed>(await _house.HandleAsync("shop", new Cancel("some request"), Ct));

        Assert.Equal("This worker doesn't support the command Cancel.", failed.Reason);
    }

    [Theory]
    [MemberData(nameof(ProjectCommands))]
    public async Task Command_of_a_project_without_its_name_is_rejected(int command)
    {
        var rejected = await Assert.ThrowsAsync<FaultException>(() => _house.HandleAsync(null, commands[command], Ct));

        Assert.Equal("NoProject", rejected.Fault.Code);
        Assert.Empty(_house.History.Slugs);
    }
}
