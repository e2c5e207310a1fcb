namespace Pockitect.Core.Resources;

/// <summary>
/// The settings of a resource, with AWS's own property names. Plain data: the YAML schema, the diff and the edges of the graph come from
/// its properties. A null property is not managed: AWS's value stays.
/// </summary>
public abstract record Spec
{
    /// <summary>The user's own tags. The engine adds Pockitect's tags, which are never here.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// The properties that must have exactly these values in AWS: none if null, and no further items in lists and records. Blueprints can't
    /// express this: undo uses it, and plans for settings that an earlier deploy set and the blueprint no longer has. Tags to remove are
    /// listed as <c>Tags.KEY</c>.
    /// </summary>
    public IReadOnlyList<string>? Exactly { get; init; }

    public bool IsExact(string property) => Exactly?.Contains(property) is true;
}

/// <summary>AWS can't change this property in place: another value requires a replacement.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReplacementAttribute : Attribute;

/// <summary>
/// A reference that may be part of a cycle (two security groups that refer to each other). It doesn't delay the create; it is set once its
/// target exists.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeferredAttribute : Attribute;

/// <summary>The order of the list matters. All other lists are compared as sets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrderedAttribute : Attribute;

/// <summary>Text that is a JSON document (a policy): compared by content, not by spelling.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JsonDocumentAttribute : Attribute;

/// <summary>A version that may be given as a prefix: "16" matches "16.4".</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VersionPrefixAttribute : Attribute;

/// <summary>AWS lowercases this text, so case is no difference.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IgnoreCaseAttribute : Attribute;

/// <summary>A user's script, which may contain a password: no plan, message, journal or log repeats any of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScriptAttribute : Attribute;

/// <summary>
/// AWS copies the target at creation (the public key of a key pair): the target may be deleted, and recreated under its name, without the
/// resource.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CopiedAttribute : Attribute;

/// <summary>
/// AWS can change this reference only within one resource of this type, such as a VPC: a target in another one requires a replacement.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StaysInAttribute(Type specType) : Attribute
{
    public Type SpecType { get; } = specType;
}

/// <summary>A size that AWS can't reduce.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OnlyGrowsAttribute : Attribute;

/// <summary>A number that AWS may raise automatically and never lowers (a growing disk): a larger value is no difference.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtLeastAttribute : Attribute;
