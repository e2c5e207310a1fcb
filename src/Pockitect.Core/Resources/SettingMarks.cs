namespace Pockitect.Core.Resources;

/// <summary>What the text of a setting means to AWS, so that it can be checked against the account.</summary>
public enum Meaning
{
    /// <summary>The name of an Availability Zone: <c>eu-west-1a</c>.</summary>
    AvailabilityZone,

    /// <summary>The ARN of a KMS key.</summary>
    KmsKey,

    /// <summary>An instance type: <c>t3.micro</c>.</summary>
    InstanceType,

    /// <summary>A class of DB instances: <c>db.t4g.micro</c>.</summary>
    DatabaseClass,
}

/// <summary>Says what the text of a setting means to AWS.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MeansAttribute(Meaning meaning) : Attribute
{
    public Meaning Meaning { get; } = meaning;
}

/// <summary>The resource's own name, which AWS takes only once per account and Region, or per account for a global type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UniqueNameAttribute : Attribute
{
    /// <summary>AWS takes the name only once in all accounts of all customers.</summary>
    public bool IsWorldwide { get; init; }

    /// <summary>Names that differ only in case are two names.</summary>
    public bool IsCaseSensitive { get; init; }
}
