using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pockitect.Core.Blueprints;

/// <summary>A range of addresses in CIDR notation whose host bits are zero.</summary>
/// <param name="minPrefix">The shortest prefix (the largest range) that is allowed for IPv4.</param>
/// <param name="maxPrefix">The longest prefix (the smallest range) that is allowed for IPv4.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CidrAttribute(int minPrefix = 0, int maxPrefix = 32) : ValidationAttribute
{
    public int MinPrefix { get; } = minPrefix;

    public int MaxPrefix { get; } = maxPrefix;

    public override bool IsValid(object? value) => value is null || Problem((string)value) is null;

    public override string FormatErrorMessage(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} must be a range like 10.0.0.0/16, from /{MinPrefix} to /{MaxPrefix}.");

    /// <summary>What is wrong with the text, as the end of a sentence, or null.</summary>
    public string? Problem(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address))
            return "is not a range in CIDR notation, such as 10.0.0.0/16";
        // IPNetwork clears the bits behind the prefix by itself; AWS refuses them.
        if (!IPNetwork.TryParse(text, out var network) || !network.BaseAddress.Equals(address))
        {
            return int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
                && bits <= (address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128)
                ? $"has bits set behind its prefix; write {Masked(address, bits)}/{bits}"
                : "is not a range in CIDR notation, such as 10.0.0.0/16";
        }

        if (network.BaseAddress.AddressFamily is not AddressFamily.InterNetwork)
            return (MinPrefix, MaxPrefix) is (0, 32) ? null : "is an IPv6 range; this needs an IPv4 range";
        return network.PrefixLength >= MinPrefix && network.PrefixLength <= MaxPrefix
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"is a /{network.PrefixLength}; it must be between /{MinPrefix} and /{MaxPrefix}");
    }

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
