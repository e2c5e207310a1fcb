using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws.Credentials;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Accounts;

public sealed class MfaSessionTests
{
    private const string Serial = "arn:aws:iam::123456789012:mfa/me";

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_code_goes_to_who_asked_for_it_and_the_question_goes_away()
    {
        var desk = new MfaSession(_time);
        var asking = desk.AskAsync(Serial, Ct);
        Assert.Equal(Serial, desk.Question?.Serial);

        desk.Question!.Answer("123456");

        Assert.Equal("123456", await asking);
        Assert.Null(desk.Question);
    }

    [Fact]
    public async Task What_is_put_off_is_not_asked_again_until_a_person_wants_it()
    {
        var desk = new MfaSession(_time);
        var asking = desk.AskAsync(Serial, Ct);
        desk.PutOff(desk.Question!);
        await Assert.ThrowsAsync<SignInException>(() => asking);

        Assert.True(desk.IsPutOff);
        await Assert.ThrowsAsync<SignInException>(() => desk.AskAsync(Serial, Ct));
        Assert.Null(desk.Question);
        desk.AskAgain();

        asking = desk.AskAsync(Serial, Ct);
        desk.Question!.Answer("654321");
        Assert.Equal("654321", await asking);
    }

    [Fact]
    public async Task Nobody_is_waited_for_without_end()
    {
        var desk = new MfaSession(_time);
        var asking = desk.AskAsync(Serial, Ct);

        _time.Advance(MfaSession.Patience);

        Assert.Contains(Serial, (await Assert.ThrowsAsync<SignInException>(() => asking)).Message, StringComparison.Ordinal);
        Assert.Null(desk.Question);
    }

    [Theory]
    [InlineData("123456", true)]
    [InlineData("12345", false)]
    [InlineData("12345a", false)]
    public void A_code_has_six_digits(string code, bool isOne) => Assert.Equal(isOne, MfaSession.Problem(code) is null);
}
