using Pockitect.Core.Hosting;

namespace Pockitect.Core.Tests;

public sealed class EnvironmentSwitchTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData(" 1 ", true)]
    [InlineData("0", false)]
    [InlineData("False", false)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Switches_are_on_or_off_in_any_case(string? value, bool isOn)
    {
        Assert.Equal(isOn, EnvironmentSwitch.Read(value));
        Assert.Null(EnvironmentSwitch.Problem("POCKITECT_SANDBOX", value));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("enabled")]
    [InlineData("ture")]
    public void Any_other_value_is_an_error_that_names_the_variable(string value)
    {
        Assert.Null(EnvironmentSwitch.Read(value));
        Assert.Contains($"POCKITECT_SANDBOX is '{value}'", EnvironmentSwitch.Problem("POCKITECT_SANDBOX", value), StringComparison.Ordinal);
    }
}
