using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Core.Tests.Changes;

public sealed class EndTextTests
{
    [Fact]
    public void End_tells_a_timeout_from_a_failure()
    {
        Assert.Equal("Done", EndText.Of(new Completed("2 created.")));
        Assert.Equal("Failed", EndText.Of(new Failed("No.", [], [])));
        Assert.Equal("Stopped", EndText.Of(new Failed("No.", [], [], WasCancelled: true)));
        Assert.Equal("Timed out", EndText.Of(new Failed("No.", [], []) { IsStillWaiting = true }));
    }
}
