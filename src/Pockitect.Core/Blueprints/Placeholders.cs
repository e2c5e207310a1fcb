using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>Placeholders for unreadable values, so that the rest of a blueprint can be checked. Never deployed.</summary>
internal sealed class Placeholders
{
    private int _count;

    public object? For(Shape shape) => shape.Kind switch
    {
        ShapeKind.Text => NextName(),
        ShapeKind.Integer => 1,
        ShapeKind.Boolean => false,
        ShapeKind.Choice => Enum.GetValues(shape.ClrType).GetValue(0),
        ShapeKind.Reference => shape.NewReference(new RefTarget.Existing(NextName())),
        ShapeKind.List => shape.NewList([]),
        ShapeKind.Map => shape.NewMap([]),
        _ => Record(shape),
    };

    private object Record(Shape shape)
    {
        var record = shape.NewRecord();
        foreach (var property in shape.Properties.Where(property => property.IsRequired)) property.Set(record, For(property.Shape));
        return record;
    }

    /// <summary>No two are equal, or they would be reported as duplicates.</summary>
    private string NextName() => FormattableString.Invariant($"unknown-{++_count}");
}
