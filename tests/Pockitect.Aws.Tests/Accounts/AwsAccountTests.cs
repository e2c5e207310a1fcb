using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class AwsAccountTests
{
    [Fact]
    public void A_sandbox_needs_no_sign_in()
    {
        var account = AwsAccount.Sandbox(new Uri("http://127.0.0.1:4000"));

        Assert.Equal(("123456789012", "sandbox", IdentityKind.Sandbox), (account.AccountId, account.Name, account.Identity.Kind));
    }
}
