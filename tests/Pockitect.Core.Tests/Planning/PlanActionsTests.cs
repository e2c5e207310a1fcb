using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class PlanActionsTests : IDisposable
{
    private static readonly Desired Net = new("net", new Net { Range = "10.0", Names = true });
    private static readonly Desired Part = new("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" });

    private readonly House _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_plan_needs_what_its_steps_do_and_to_see_what_it_is_about()
    {
        Assert.Equal(["house:CreateNet", "house:CreatePart", "house:LookAround", "house:ReadNet", "house:ReadPart"], (await _house.PlanAsync(Net, Part)).Actions);
        await _house.DeployAsync(Net, Part);

        var change = await _house.PlanAsync(Net with { Spec = new Net { Range = "10.0", Names = false } }, Part);
        Assert.Equal(["house:LookAround", "house:ReadNet", "house:ReadPart", "house:UpdateNet"], change.Actions);

        var removal = await _house.PlanAsync(Net);
        Assert.Equal(["house:DeletePart", "house:LookAround", "house:ReadNet", "house:ReadPart"], removal.Actions);

        // Nothing is looked at beforehand where nothing is done.
        Assert.Equal(["house:ReadNet", "house:ReadPart"], (await _house.PlanAsync(Net, Part)).Actions);
    }

    [Fact]
    public async Task A_change_of_what_has_power_may_need_to_stop_it()
    {
        var box = new Desired("box", new Box { Size = 1 });
        await _house.DeployAsync(box);

        var change = await _house.PlanAsync(box with { Spec = new Box { Size = 2 } });
        Assert.Equal(["house:LookAround", "house:ReadBox", "house:StartBox", "house:StopBox", "house:UpdateBox"], change.Actions);

        var stop = await _house.PlanPowerAsync(on: false);
        Assert.Equal(["house:ReadBox", "house:StopBox"], stop.Actions);
    }
}
