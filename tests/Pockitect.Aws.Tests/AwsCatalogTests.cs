using System.Reflection;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
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

    [Fact]
    public void Every_type_has_an_ARN_format_of_its_own()
    {
        var arns = Catalog.Types.Select(type => type.ArnOf(new Place("123456789012", "eu-west-1"), "*")).ToList();

        Assert.All(arns, arn => Assert.Matches(@"^arn:aws:[a-z0-9]+:(eu-west-1)?:(123456789012)?:([a-z-]+[/:])?\*$", arn));
        Assert.Distinct(arns);
    }

    [Fact]
    public void The_first_create_action_creates_and_the_last_delete_action_deletes() => Assert.All(Catalog.Types, type =>
    {
        Assert.Matches(":(Create|Run|Allocate|Import|Put)", type.Actions.ToCreateAny[0]);
        Assert.Matches(":(Delete|Terminate|Release)", type.Actions.ToDeleteAny);
        Assert.Subset(type.Actions.Create.ToHashSet(), type.Actions.ToCreateAny.ToHashSet());
        Assert.Subset(type.Actions.All.ToHashSet(), type.Actions.AlsoNeeded.Values.SelectMany(actions => actions).ToHashSet());
    });

    [Fact]
    public void Every_type_that_is_tagged_at_creation_names_the_action_for_it() =>
        Assert.All(Catalog.Types, type => Assert.Contains("Tag", type.Actions.TagOnCreate, StringComparison.Ordinal));

    [Fact]
    public void Quota_rules_count_by_references_of_their_own_type_and_no_quota_is_named_twice()
    {
        var rules = Catalog.Types.SelectMany(type => type.Quotas.Select(rule => (type, rule))).ToList();

        Assert.Distinct(rules.Select(entry => entry.rule.Quota.Code));
        Assert.All(rules, entry =>
        {
            var reference = entry.rule switch
            {
                QuotaRule.PerParent inside => inside.Reference,
                QuotaRule.PerZone zone => zone.Reference,
                _ => null,
            };
            Assert.True(reference is null || Shape.Of(entry.type.SpecType).Property(reference) is { Shape.Kind: ShapeKind.Reference }, $"{entry.type.Name}: {reference}");
        });
    }

    [Fact]
    public void Unique_names_are_the_natural_keys_of_their_types() => Assert.All(Catalog.Types, type =>
    {
        var named = Shape.Of(type.SpecType).Properties.Where(property => property.UniqueName is not null).ToList();
        var hasKey = type.GetType().GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Any(method => method.Name == nameof(type.NaturalKey));

        Assert.Equal(hasKey ? 1 : 0, named.Count);
        Assert.All(named, property => Assert.True(property is { IsReplacement: true, Shape.Kind: ShapeKind.Text }, $"{type.Name}.{property.Name}"));
    });

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
