using Pockitect.Cli.Tests.Layers.Example.Lower;

namespace Pockitect.Cli.Tests.Layers;

/// <summary>The folder check itself, on made-up types of this assembly: it sees every way in which one type can use another.</summary>
public sealed class LayerOrderTests
{
    private const string Example = "Pockitect.Cli.Tests.Layers.Example";

    public static TheoryData<string> Users => [.. typeof(Calls).Assembly.GetTypes().Where(type => type.Namespace == $"{Example}.Lower" && !type.IsNested).Select(type => type.Name.Split('`')[0])];

    [Theory]
    [MemberData(nameof(Users))]
    public void An_upward_use_is_found_and_named(string user)
    {
        var order = new LayerOrder(Example, ["Lower", "Upper"]);

        var found = order.Violations(TypeUses.Of(typeof(Calls).Assembly.Location)).Where(problem => problem.StartsWith(user + " ", StringComparison.Ordinal));

        Assert.Equal([$"{user} (Lower) uses Target (Upper), but {Example}/Upper is above {Example}/Lower."], found);
    }

    [Fact]
    public void A_downward_use_is_allowed() => Assert.Empty(new LayerOrder(Example, ["Upper", "Lower"]).Violations(TypeUses.Of(typeof(Calls).Assembly.Location)));

    [Fact]
    public void A_folder_outside_the_list_is_named()
    {
        var found = new LayerOrder("Shop", ["Cart"]).Violations([("Shop.Cart.Line", "Shop.Till.Receipt"), ("Shop.Cart.Line", "System.String")]);

        Assert.Equal(["Receipt is in Shop/Till, which tools/layers.txt does not list."], found);
    }

    [Fact]
    public void Two_folders_that_use_each_other_fail_in_either_order()
    {
        (string, string)[] uses = [("Shop.Cart.Line", "Shop.Till.Receipt"), ("Shop.Till.Receipt", "Shop.Cart.Line")];

        Assert.Single(new LayerOrder("Shop", ["Cart", "Till"]).Violations(uses));
        Assert.Single(new LayerOrder("Shop", ["Till", "Cart"]).Violations(uses));
    }

    [Fact]
    public void The_list_is_read_by_project()
    {
        var orders = LayerOrder.Read(["# a comment", "Shop", "  Cart   # goods", "  Till/Coins", "", "Bakery", "  ."]);

        Assert.Equal(["Shop: Cart Till/Coins", "Bakery: ."], orders.Select(order => $"{order.Project}: {string.Join(' ', order.Folders)}"));
    }
}
