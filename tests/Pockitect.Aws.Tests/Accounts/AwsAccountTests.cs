using Pockitect.Aws.Accounts;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class AwsAccountTests
{
    [Fact]
    public async Task A_profile_that_is_not_there_is_named_in_the_error()
    {
        var missing = await Assert.ThrowsAsync<SignInException>(() => AwsAccount.FromDefaultChainAsync("no-such-profile-here", TestContext.Current.CancellationToken));

        Assert.Contains("'no-such-profile-here'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sandbox_needs_no_sign_in()
    {
        var account = AwsAccount.Sandbox(new Uri("http://127.0.0.1:4000"));

        Assert.Equal(("123456789012", "sandbox"), (account.AccountId, account.Name));
    }
}
