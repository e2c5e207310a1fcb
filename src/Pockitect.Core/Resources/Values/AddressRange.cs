using System.Globalization;

namespace Pockitect.Core.Resources.Values;

/// <summary>A range of IPv4 or IPv6 addresses. The only parser of CIDR notation.</summary>
/// <remarks>
/// .NET's parser accepts octal and hexadecimal numbers, missing parts, zones and mapped addresses. Other programs read those differently
/// (CVE-2021-29921, CVE-2021-29923), so a security group could open unintended addresses.
/// </remarks>
public sealed record AddressRange
{
    private const string NotOne = "is not a range in CIDR notation, such as 10.0.0.0/16";

    private AddressRange(UInt128 first, int prefix, bool isIpv6) => (First, Prefix, IsIpv6) = (first, prefix, isIpv6);

    /// <summary>The first address as a number; bits after the prefix are zero.</summary>
    public UInt128 First { get; }

    /// <summary>The number of leading bits that all addresses share: 0 to 32, or to 128 for IPv6.</summary>
    public int Prefix { get; }

    public bool IsIpv6 { get; }

    /// <summary>The last address as a number.</summary>
    public UInt128 Last => First | HostMask(Prefix, IsIpv6);

    /// <summary>Returns null if the text isn't a range, or has bits set after its prefix.</summary>
    public static AddressRange? Parse(string text) => Read(text, out _);

    /// <summary>
    /// Returns what is wrong with the text, as the end of a sentence such as "'10.0.0.1/16', which …"; null if it is a range.
    /// </summary>
    public static string? Problem(string text)
    {
        Read(text, out var problem);
        return problem;
    }

    public bool Contains(AddressRange other) => IsIpv6 == other.IsIpv6 && First <= other.First && other.Last <= Last;

    public bool Overlaps(AddressRange other) => IsIpv6 == other.IsIpv6 && First <= other.Last && other.First <= Last;

    /// <summary>Returns the range in AWS's spelling.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AddressText.Write(First, IsIpv6)}/{Prefix}");

    private static AddressRange? Read(string text, out string? problem)
    {
        if (text.Split('/') is not [var written, var length])
        {
            problem = AddressText.Read(text) is { Value: not null } single
                ? string.Create(
                    CultureInfo.InvariantCulture, $"has no prefix length; for this single address use {text}/{(single.IsIpv6 ? 128 : 32)}")
                : NotOne;
            return null;
        }

        var address = AddressText.Read(written);
        if (address.Value is not { } value)
        {
            problem = address.Meant is { } meant ? $"{address.Problem}; use {meant}/{length}" : address.Problem ?? NotOne;
            return null;
        }

        if (Length(length, address.IsIpv6) is not { } prefix)
        {
            problem = NotOne;
            return null;
        }

        var range = new AddressRange(value & ~HostMask(prefix, address.IsIpv6), prefix, address.IsIpv6);
        problem = range.First == value ? null : $"has bits set after its prefix; use {range}";
        return problem is null ? range : null;
    }

    /// <summary>Digits only, without leading zeros.</summary>
    private static int? Length(string text, bool isIpv6) =>
        text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0')
        && int.Parse(text, CultureInfo.InvariantCulture) is var bits && bits <= (isIpv6 ? 128 : 32) ? bits : null;

    private static UInt128 HostMask(int prefix, bool isIpv6)
    {
        var bits = (isIpv6 ? 128 : 32) - prefix;
        // C# shifts by the remainder, so 128 would not shift at all.
        return bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
    }
}
