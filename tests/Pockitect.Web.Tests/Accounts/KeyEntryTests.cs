using Pockitect.Web.Accounts;

namespace Pockitect.Web.Tests.Accounts;

public sealed class KeyEntryTests
{
    [Theory]
    [InlineData("work", "AKIAIOSFODNN7EXAMPLE", "secret", "", null)]
    [InlineData("work", " AKIAIOSFODNN7EXAMPLE ", " secret ", "", null)]
    [InlineData("work", "ASIAIOSFODNN7EXAMPLE", "secret", "token", null)]
    [InlineData("a b", "AKIAIOSFODNN7EXAMPLE", "secret", "", "Invalid name")]
    [InlineData("work", "AKIA", "secret", "", "Invalid access key ID")]
    [InlineData("work", "AKIAIOSFODNN7EXAMPLE", "", "", "Enter the secret access key")]
    [InlineData("work", "ASIAIOSFODNN7EXAMPLE", "secret", "", "Enter their session token")]
    public void What_is_missing_or_mistyped_is_told_before_AWS_is_asked(string name, string id, string secret, string token, string? words)
    {
        var problem = new KeyEntry { Name = name, AccessKeyId = id, SecretAccessKey = secret, SessionToken = token }.Problem;

        if (words is null) Assert.Null(problem);
        else Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void It_does_not_show_itself() => Assert.DoesNotContain("secret", new KeyEntry { SecretAccessKey = "secret" }.ToString(), StringComparison.Ordinal);
}
