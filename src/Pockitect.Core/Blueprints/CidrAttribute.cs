using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Blueprints;

/// <summary>An address range in CIDR notation with zero host bits.</summary>
/// <param name="minPrefix">The shortest allowed prefix (the largest range) for IPv4.</param>
/// <param name="maxPrefix">The longest allowed prefix (the smallest range) for IPv4.</param>
[AttributeUsage(AttributeTargets.Property)]
public class CidrAttribute(int minPrefix = 0, int maxPrefix = 32) : ValidationAttribute
{
    public int MinPrefix { get; } = minPrefix;

    public int MaxPrefix { get; } = maxPrefix;

    /// <summary>The pattern for the JSON Schema.</summary>
    public virtual string Pattern => "[0-9a-fA-F.:]+/[0-9]{1,3}";

    public override bool IsValid(object? value) => value is null || Problem((string)value) is null;

    public override string FormatErrorMessage(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} must be a range like 10.0.0.0/16, from /{MinPrefix} to /{MaxPrefix}.");

    /// <summary>Returns what is wrong with the text, as the end of a sentence; null if it is valid.</summary>
    // No problem, so it is a range.
    public string? Problem(string text) => AddressRange.Problem(text) ?? Problem(text, AddressRange.Parse(text)!);

    /// <summary>Returns what is wrong with a valid range.</summary>
    protected virtual string? Problem(string text, AddressRange range) => range.IsIpv6
        ? (MinPrefix, MaxPrefix) is (0, 32) ? null : "is an IPv6 range; this needs an IPv4 range"
        : PrefixProblem(range);

    protected string? PrefixProblem(AddressRange range) => range.Prefix >= MinPrefix && range.Prefix <= MaxPrefix
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"is a /{range.Prefix}; it must be between /{MinPrefix} and /{MaxPrefix}");
}
