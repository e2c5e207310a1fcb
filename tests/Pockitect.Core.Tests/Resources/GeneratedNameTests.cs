using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Tests.Resources;

public sealed class GeneratedNameTests
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("shop", "web", "shop-web-01234567")]
    [InlineData("t--dbl", "my--db", "t-dbl-my-db-01234567")]
    [InlineData("shop", "Files", "shop-files-01234567")]
    [InlineData("shop", "Db-", "shop-db-01234567")]
    [InlineData("sg-one", "web", "p-sg-one-web-01234567")]
    [InlineData("aws-tools", "size", "p-aws-tools-size-01234567")]
    [InlineData("ssm", "size", "p-ssm-size-01234567")]
    [InlineData("sthree-x", "files", "p-sthree-x-files-01234567")]
    public void A_name_fits_every_service(string project, string logicalId, string expected)
    {
        var name = GeneratedName.Of(project, logicalId, Token);

        Assert.Equal(expected, name);
        Assert.True(GeneratedName.Is(name, project, logicalId));
    }

    [Fact]
    public void A_name_is_at_most_63_characters_without_two_hyphens_where_it_was_cut()
    {
        var name = GeneratedName.Of(new string('a', 40), "b234567890123-" + new string('c', 40), Token);

        Assert.InRange(name.Length, 1, 63);
        Assert.DoesNotContain("--", name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_an_earlier_version_made_is_still_recognized() => Assert.True(GeneratedName.Is("t--x-my--db-01234567", "t--x", "my--db"));
}
