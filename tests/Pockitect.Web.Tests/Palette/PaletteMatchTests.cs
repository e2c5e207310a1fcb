using Pockitect.Web.Palette;

namespace Pockitect.Web.Tests.Palette;

public sealed class PaletteMatchTests
{
    private static readonly PaletteEntry[] entries =
    [
        Of(PaletteKind.Action, "Settings", "guard rails, theme"),
        Of(PaletteKind.Action, "Scan every Region", "refresh the account"),
        Of(PaletteKind.Project, "shop", "project"),
        Of(PaletteKind.Project, "Deploy shop", "plan it"),
        Of(PaletteKind.Project, "Delete shop", "all of its resources"),
        Of(PaletteKind.Project, "Deploy my-workshop", "plan it"),
        Of(PaletteKind.Resource, "shop", "VPC vpc-0abc12 eu-west-1 of shop"),
        Of(PaletteKind.Resource, "web", "Instance i-0def34 us-east-1"),
    ];

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("SETT", "Settings")]
    [InlineData("deploy shop", "Deploy shop")]
    [InlineData("shop deploy", "Deploy shop")]
    [InlineData("dmw", "Deploy my-workshop")]
    [InlineData("0def", "web")]
    [InlineData("instance us-east", "web")]
    [InlineData("rails", "Settings")]
    public void The_best_comes_first(string typed, string title) => Assert.Equal(title, PaletteMatch.Find(entries, typed, 5)[0].Title);

    [Fact]
    public void The_whole_name_counts_before_the_beginning_of_a_word_and_that_before_its_middle() =>
        Assert.Equal(["shop", "shop", "Deploy shop", "Delete shop", "Deploy my-workshop"], PaletteMatch.Find(entries, "shop", 5).Select(entry => entry.Title));

    [Fact]
    public void What_fits_as_well_keeps_the_order_of_kinds() =>
        Assert.Equal([PaletteKind.Project, PaletteKind.Resource], PaletteMatch.Find(entries, "shop", 2).Select(entry => entry.Kind));

    [Theory]
    [InlineData("deploy nothing-of-it")]
    [InlineData("zzz")]
    [InlineData("x")]
    public void A_word_that_fits_nowhere_finds_nothing(string typed) => Assert.Empty(PaletteMatch.Find(entries, typed, 5));

    [Fact]
    public void Nothing_typed_lists_actions_and_projects_and_no_resource() =>
        Assert.Equal(entries[..6], PaletteMatch.Find(entries, "  ", 30));

    [Fact]
    public void Of_many_only_so_many_are_found_and_they_are_the_best()
    {
        PaletteEntry[] many = [.. Enumerable.Range(0, 20_000).Select(n => Of(PaletteKind.Resource, $"a-server-{n}", "")), Of(PaletteKind.Resource, "server", "")];

        var found = PaletteMatch.Find(many, "server", 30);

        Assert.Equal(30, found.Count);
        Assert.Equal("server", found[0].Title);
    }

    private static PaletteEntry Of(PaletteKind kind, string title, string detail) => new(kind, title, detail, "/");
}
