using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints;

/// <summary>A range of addresses in CIDR notation whose host bits are zero.</summary>
/// <param name="minPrefix">The shortest prefix (the largest range) that is allowed for IPv4.</param>
/// <param name="maxPrefix">The longest prefix (the smallest range) that is allowed for IPv4.</param>
[AttributeUsage(AttributeTargets.Property)]
public class CidrAttribute(int minPrefix = 0, int maxPrefix = 32) : ValidationAttribute
{
    public int MinPrefix { get; } = minPrefix;

    public int MaxPrefix { get; } = maxPrefix;

    /// <summary>The form of the text, for the JSON Schema.</summary>
    public virtual string Pattern => "[0-9a-fA-F.:]+/[0-9]{1,3}";

    public override bool IsValid(object? value) => value is null || Problem((string)value) is null;

    public override string FormatErrorMessage(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} must be a range like 10.0.0.0/16, from /{MinPrefix} to /{MaxPrefix}.");

    /// <summary>What is wrong with the text, as the end of a sentence. Returns null if nothing is.</summary>
    public string? Problem(string text) => AddressRange.Problem(text) ?? Problem(text, AddressRange.Parse(text)!); // No problem, so it is a range.

    /// <summary>What is wrong with a text that is a range.</summary>
    protected virtual string? Problem(string text, AddressRange range) => range.IsIpv6
        ? (MinPrefix, MaxPrefix) is (0, 32) ? null : "is an IPv6 range; this needs an IPv4 range"
        : PrefixProblem(range);

    protected string? PrefixProblem(AddressRange range) => range.Prefix >= MinPrefix && range.Prefix <= MaxPrefix
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"is a /{range.Prefix}; it must be between /{MinPrefix} and /{MaxPrefix}");
}
