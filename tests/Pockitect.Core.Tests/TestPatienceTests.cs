using Pockitect.Testing;

namespace Pockitect.Core.Tests;

public sealed class TestPatienceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("3", 3)]
    [InlineData("1.5", 1.5)]
    public void Factor_is_read_from_the_variable(string? value, double factor) => Assert.Equal(factor, TestPatience.Parse(value));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("much")]
    [InlineData("NaN")]
    public void Factor_that_makes_no_sense_is_refused(string value) =>
        Assert.Contains(value, Assert.Throws<FormatException>(() => TestPatience.Parse(value)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Eventually_returns_as_soon_as_the_condition_holds()
    {
        var checks = 0;

        await Eventually.HoldsAsync(() => ++checks == 3, Ct);

        Assert.Equal(3, checks);
    }

    [Fact]
    public async Task Eventually_ends_at_its_deadline_and_names_the_condition_and_the_state()
    {
        var late = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.HoldsAsync(() => Ct.IsCancellationRequested, Ct, TimeSpan.FromMilliseconds(20), () => "nothing yet"));

        Assert.Matches(@"^Timed out after [0-9.]+ s: \(\) => Ct\.IsCancellationRequested\nFound: nothing yet$", late.Message);
    }

    [Fact]
    public async Task Eventually_does_not_hide_an_exception_of_the_condition() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => Eventually.GetAsync<string>(() => throw new InvalidOperationException(), Ct));
}
