using System.Text.Json.Serialization;

namespace Pockitect.Core.Resources;

/// <summary>The target of a reference, before AWS has assigned an ID.</summary>
public abstract record RefTarget
{
    private RefTarget()
    {
    }

    /// <summary>Another resource of the same blueprint, by its logical ID.</summary>
    public sealed record Named(string LogicalId) : RefTarget
    {
        public override string ToString() => LogicalId;
    }

    /// <summary>An existing resource, by its AWS ID.</summary>
    public sealed record Existing(string Id) : RefTarget
    {
        public override string ToString() => Id;
    }

    /// <summary>The only resource of the account and Region with all of these tags.</summary>
    public sealed record Tagged(IReadOnlyDictionary<string, string> Tags) : RefTarget
    {
        public override string ToString() =>
            string.Join(", ", Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

        // Records compare dictionaries by reference; two lookups of the same tags are equal.
        public bool Equals(Tagged? other) => other is not null && ToString() == other.ToString();

        public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The one that AWS created for the account: its default VPC.</summary>
    public sealed record AccountDefault : RefTarget
    {
        public override string ToString() => "default";
    }
}

/// <summary>A reference without its type, for code that is generic over resource types.</summary>
public interface IRef
{
    RefTarget Target { get; }

    /// <summary>The spec type of the target.</summary>
    Type SpecType { get; }
}

/// <summary>A reference to another resource, and so an edge of the graph.</summary>
/// <typeparam name="T">The spec type of the target.</typeparam>
[JsonConverter(typeof(RefJsonConverterFactory))]
public readonly record struct Ref<T>(RefTarget Target) : IRef
    where T : Spec
{
    Type IRef.SpecType => typeof(T);

    /// <summary>The AWS ID. The engine resolves every reference before it passes a spec to a resource type.</summary>
    /// <exception cref="InvalidOperationException">The reference is not resolved: a bug in the engine.</exception>
    [JsonIgnore]
    public string Id => Target is RefTarget.Existing existing
        ? existing.Id
        : throw new InvalidOperationException($"The reference to {typeof(T).Name} '{Target}' is not resolved.");

    public override string ToString() => Target?.ToString() ?? "";
}

/// <summary>Shorthands for references.</summary>
public static class Ref
{
    public static Ref<T> To<T>(string logicalId)
        where T : Spec => new(new RefTarget.Named(logicalId));

    public static Ref<T> Existing<T>(string id)
        where T : Spec => new(new RefTarget.Existing(id));

    public static Ref<T> Tagged<T>(IReadOnlyDictionary<string, string> tags)
        where T : Spec => new(new RefTarget.Tagged(tags));

    public static Ref<T> Default<T>()
        where T : Spec => new(new RefTarget.AccountDefault());
}
