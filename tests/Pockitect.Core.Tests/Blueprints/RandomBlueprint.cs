using System.ComponentModel.DataAnnotations;
using CsCheck;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Spec = Pockitect.Core.Resources.Spec;

namespace Pockitect.Core.Tests.Blueprints;

/// <summary>Blueprints that read without a problem but are otherwise as odd as their shapes allow.</summary>
internal static class RandomBlueprint
{
    private static readonly string[] Forms =
    [
        "web", "a1", "on", "eu-west-1", "us-gov-east-1", "t3.micro", "db.t3.micro", "vpc-0123456789abcdef0", "subnet-01234567", "pl-01234567", "snap-01234567",
        "a", "f", "/dev/sdf", "16", "16.10", "8.0", "abcdef0123", "03:00-04:00", "sun:05:00-sun:06:00", "my.bucket-1", "admin_1", "Role+1",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 12],
        Gen.String[Gen.Char["\n\t #:'\"\\-{}[],&*!|>%@`~aé€\u0085\u2028"], 0, 12],
        Any("yes", "no", "null", "~", "true", "1.0", "0x1F", "22:22", "2026-01-01", "- a", "a: b", "a #b", "", " ", "#!/bin/bash\necho \"hi\"\n", "a\n\nb", "…", "😀", "---", "<<"));

    public static Gen<Blueprint> Blueprints { get; } = Record(Shape.Of<Blueprint>(), depth: 0).Select(record => (Blueprint)record);

    private static Gen<object> Record(Shape shape, int depth)
    {
        var gen = Gen.Const(0).Select(_ => shape.NewRecord());
        foreach (var property in shape.Properties)
        {
            var value = Value(property.Shape, property, depth + 1);
            gen = gen.SelectMany(record => (property.IsRequired || depth == 0 ? Gen.Const(true) : Gen.Bool).SelectMany(set =>
                set ? value.Select(v =>
                {
                    property.Set(record, v);
                    return record;
                })
                : Gen.Const(record)));
        }

        return gen;
    }

    private static Gen<object> Value(Shape shape, PropertyShape property, int depth) => shape.Kind switch
    {
        // An empty text of its own is one that is left out.
        ShapeKind.Text => Fitting(property).Where(text => text.Length > 0 || property.Shape.Kind is not ShapeKind.Text).Select(text => (object)text),
        ShapeKind.Integer => property.Constraints.OfType<RangeAttribute>().SingleOrDefault() is { } range
            ? Gen.Int[(int)range.Minimum, (int)range.Maximum].Select(number => (object)number)
            : Gen.Int.Select(number => (object)number),
        ShapeKind.Boolean => Gen.Bool.Select(flag => (object)flag),
        ShapeKind.Choice => Any([.. Enum.GetValues(shape.ClrType).Cast<object>()]),
        ShapeKind.Reference => Gen.OneOf<RefTarget>(
            Text.Where(name => name.Length > 0).Select(name => (RefTarget)new RefTarget.Named(name)),
            Text.Select(id => (RefTarget)new RefTarget.Existing(id)),
            Text.Select(value => (RefTarget)new RefTarget.Tagged(new Dictionary<string, string> { ["Name"] = value })),
            Gen.Const((RefTarget)new RefTarget.AccountDefault())).Select(shape.NewReference),
        ShapeKind.List => Value(shape.Element!, property, depth + 1).Array[property.Constraints.OfType<MinLengthAttribute>().Any() ? 1 : 0, 2]
            .Select(items => shape.NewList(items)),
        ShapeKind.Map when shape.Element!.ClrType == typeof(Spec) => Specs().Select(specs => shape.NewMap(specs)),
        ShapeKind.Map => Gen.Select(Text, Value(shape.Element!, property, depth + 1)).Array[0, 2]
            .Select(pairs => shape.NewMap(pairs.DistinctBy(pair => pair.Item1).Select(pair => KeyValuePair.Create(pair.Item1, (object?)pair.Item2)))),
        _ => Record(shape, depth),
    };

    private static Gen<IEnumerable<KeyValuePair<string, object?>>> Specs() =>
        Gen.OneOf(Record(Shape.Of<SampleVpc>(), 1), Record(Shape.Of<SampleSubnet>(), 1)).Array[0, 3]
            .Select(specs => specs.Select((spec, index) => KeyValuePair.Create($"r{index}", (object?)spec)));

    private static Gen<string> Fitting(PropertyShape property)
    {
        if (property.Constraints.OfType<AllowedValuesAttribute>().SingleOrDefault() is { } allowed)
            return Any([.. allowed.Values.OfType<string>()]);
        if (property.Constraints.OfType<CidrAttribute>().Any()) return Any("10.0.0.0/16", "172.16.0.0/24", "192.168.0.0/28");
        if (property.Constraints.OfType<RegularExpressionAttribute>().SingleOrDefault() is not { } pattern) return Text;
        return Any([.. Forms.Where(form => pattern.IsValid(form))]);
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
