using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands.Bus;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Work;

public sealed class LapseTests
{
    private static readonly DateTimeOffset now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset signedIn = now.AddHours(-1);

    [Theory]
    [InlineData(16, false, null, false)]
    [InlineData(14, false, "expires in 14 min", false)]
    [InlineData(14, true, null, false)]
    [InlineData(-1, false, "session expired", true)]
    public void Credentials_are_spoken_of_when_they_end_soon_and_a_person_is_needed(int minutes, bool renewsAlone, string? words, bool isOver)
    {
        var lapse = Lapse.Of(now.AddMinutes(minutes), renewsAlone, [], signedIn, now);

        if (words is null) Assert.Null(lapse);
        else Assert.Contains(words, lapse?.Words, StringComparison.Ordinal);
        Assert.Equal(isOver, lapse?.IsOver ?? false);
    }

    [Fact]
    public void An_operation_that_waits_for_a_sign_in_is_named()
    {
        var operation = Deploy().With(new Progress(1, 9, "vpc", "AWS::EC2::VPC", "waiting", $"{SignInException.Ended}; 5 s of at most 60 min", TimeSpan.FromSeconds(5), null), now);

        var lapse = Lapse.Of(null, true, [operation], signedIn, now);

        Assert.True(lapse?.IsOver);
        Assert.Contains("shop", lapse!.Words, StringComparison.Ordinal);
        var gone = operation.With(new Progress(1, 9, "vpc", "AWS::EC2::VPC", "creating", null, TimeSpan.FromSeconds(9), null), now);
        Assert.Null(Lapse.Of(null, true, [gone], signedIn, now));
    }

    [Fact]
    public void One_that_stopped_for_it_is_spoken_of_until_somebody_signs_in()
    {
        var failed = Deploy().With(new Failed("Sign in again.", [], [], NeedsSignIn: true), now);

        Assert.NotNull(Lapse.Of(null, true, [failed], signedIn, now));
        Assert.Null(Lapse.Of(null, true, [failed], now.AddSeconds(1), now.AddSeconds(2)));
    }

    private static RunningOperation Deploy() => new("1", "shop", new Deploy("fingerprint"), now.AddMinutes(-5));
}
