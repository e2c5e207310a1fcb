using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

public sealed class AwsCatalogTests : IDisposable
{
    private readonly AwsClients aws = new(AwsAccount.Sandbox(new Uri("http://localhost")));

    private Catalog Catalog => AwsCatalog.Create(aws, "keys");

    public void Dispose() => aws.Dispose();

    [Fact]
    public void What_a_type_refers_to_stands_before_it()
    {
        var seen = new HashSet<Type>();
        foreach (var type in Catalog.Types)
        {
            seen.Add(type.SpecType);
            Assert.All(References(Shape.Of(type.SpecType), []), target => Assert.True(seen.Contains(target), $"{type.Name} comes before {target.Name}."));
        }
    }

    [Fact]
    public void Every_type_of_this_house_is_in_the_catalog()
    {
        var all = typeof(AwsCatalog).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ResourceType)) && !type.IsAbstract);

        Assert.Equal(all.Select(type => type.Name).Order(), Catalog.Types.Select(type => type.GetType().Name).Order());
    }

    [Fact]
    public void Every_type_names_the_IAM_actions_of_its_life() => Assert.All(Catalog.Types, type =>
    {
        foreach (var actions in (IReadOnlyList<string>[])[type.Actions.Read, type.Actions.Create, type.Actions.Update, type.Actions.Delete])
        {
            Assert.NotEmpty(actions);
            Assert.Distinct(actions);
        }

        Assert.All(type.Actions.All, action => Assert.Matches("^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$", action));
        Assert.Equal(type.HasPower, type.Actions is { Start.Count: > 0, Stop.Count: > 0 });
    });

    [Fact]
    public void What_can_be_taken_away_is_a_setting_that_need_not_be_there() => Assert.All(Catalog.Types, type => Assert.All(type.Removable, name =>
    {
        var property = Shape.Of(type.SpecType).Property(name);
        Assert.True(property is { IsRequired: false, IsReplacement: false }, $"{type.Name}.{name}");
    }));

    private static IEnumerable<Type> References(Shape shape, HashSet<Type> on)
    {
        if (!on.Add(shape.ClrType)) return [];
        return shape.Kind switch
        {
            ShapeKind.Reference => [shape.ReferenceTo!], // A reference always has a target's type.
            ShapeKind.List or ShapeKind.Map => References(shape.Element!, on),
            ShapeKind.Record => shape.Properties.Where(property => !property.IsDeferred).SelectMany(property => References(property.Shape, on)),
            _ => [],
        };
    }
}
