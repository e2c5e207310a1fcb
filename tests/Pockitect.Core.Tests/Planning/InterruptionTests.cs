using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Planning;

public sealed class InterruptionTests
{
    [Fact]
    public async Task A_change_that_needs_a_stop_says_that_the_machine_restarts()
    {
        using var house = new House();
        await house.DeployAsync(new Desired("web", new Box { Size = 1 }));

        var plan = await house.PlanAsync(new Desired("web", new Box { Size = 2 }));

        Assert.Equal(InterruptionKind.Restart, Assert.Single(plan.Changes.Single().Interruptions).Kind);
        Assert.Equal("Interrupts 1 resource: web (restart).", PlanText.Interruptions(plan));
    }

    [Fact]
    public async Task A_change_that_needs_no_stop_or_finds_the_machine_stopped_interrupts_nothing()
    {
        using var house = new House();
        await house.DeployAsync(new Desired("web", new Box { Size = 1 }));
        var living = await house.PlanAsync(new Desired("web", new Box { Size = 1, Protected = true }));
        house.Account.Change("stop", house.Cloud.Catalog[typeof(Box)], house.Account.Living[0].Id, now => now with { Phase = Phase.Stopped });

        var stopped = await house.PlanAsync(new Desired("web", new Box { Size = 2 }));

        Assert.Empty(living.Changes.Single().Interruptions);
        Assert.Empty(stopped.Changes.Single().Interruptions);
        Assert.Null(PlanText.Interruptions(stopped));
    }

    [Fact]
    public async Task A_change_of_a_stopped_database_says_that_it_is_started_for_it()
    {
        using var house = new House();
        await house.DeployAsync(new Desired("db", new Vault { Size = 1 }));
        house.Account.Change("stop", house.Cloud.Catalog[typeof(Vault)], house.Account.Living[0].Id, now => now with { Phase = Phase.Stopped });

        var plan = await house.PlanAsync(new Desired("db", new Vault { Size = 2 }));

        Assert.Equal(InterruptionKind.TemporaryStart, Assert.Single(plan.Changes.Single().Interruptions).Kind);
    }

    [Fact]
    public async Task A_replacement_says_that_another_one_takes_its_place()
    {
        using var house = new House();
        await house.DeployAsync(new Desired("web", new Box { Image = "one" }));

        var plan = await house.PlanAsync(new Desired("web", new Box { Image = "two" }));

        Assert.Equal("Interrupts 1 resource: web (replaced).", PlanText.Interruptions(plan));
    }
}
