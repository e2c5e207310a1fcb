namespace Pockitect.Core.Resources;

/// <summary>
/// The settings of one resource, in AWS's own property names. Plain data: the YAML schema, the diff and the
/// edges of the graph are all read off its properties. A property that is null is not managed: whatever AWS
/// has there stays.
/// </summary>
public abstract record Spec
{
    /// <summary>Tags of the person's own. Pockitect's own tags are added by the engine and never stand here.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// The properties of which AWS is to have no more than stands here: no value where there is none, and nothing beside what their
    /// lists and records hold. No blueprint has a word for it: an undo asks for it, and a plan for settings that an earlier deploy
    /// set and the blueprint no longer has. Tags that are to go stand here as <c>Tags.KEY</c>.
    /// </summary>
    public IReadOnlyList<string>? Exactly { get; init; }

    public bool IsExact(string property) => Exactly?.Contains(property) is true;
}

/// <summary>AWS cannot change this property of a living resource: another value means a new resource.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReplacementAttribute : Attribute;

/// <summary>
/// A reference that may be part of a cycle (two security groups that name each other). It does not hold up the
/// create; it is reconciled once everything it names exists.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DeferredAttribute : Attribute;

/// <summary>The order of the list means something to AWS. All other lists are compared as sets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OrderedAttribute : Attribute;

/// <summary>Text that is a JSON document (a policy): compared by content, not by spelling.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JsonDocumentAttribute : Attribute;

/// <summary>A version of which the person may give only the front: "16" is satisfied by "16.4".</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class VersionPrefixAttribute : Attribute;

/// <summary>AWS folds this text to lower case, so case is no difference.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IgnoreCaseAttribute : Attribute;

/// <summary>A script of a person's, which may hold a password: no plan, message, journal or log repeats any of it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ScriptAttribute : Attribute;

/// <summary>
/// AWS copies what this refers to when it creates the resource (the public key of a key pair): the target may go, and come back
/// under its name, without the resource.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CopiedAttribute : Attribute;

/// <summary>AWS moves this reference only within one resource of this type, such as a VPC: a target in another one means a new resource.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StaysInAttribute(Type specType) : Attribute
{
    public Type SpecType { get; } = specType;
}

/// <summary>A size that AWS never makes smaller.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OnlyGrowsAttribute : Attribute;

/// <summary>A number that AWS may raise by itself and never lowers (a disk that grows): more than is desired is no difference.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtLeastAttribute : Attribute;
