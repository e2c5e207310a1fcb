using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace Pockitect.Aws.Ec2;

/// <summary>
/// A range of addresses in CIDR notation, in the one spelling that AWS gives back: it drops the bits behind the prefix, and
/// a range written with them would differ from itself for ever.
/// </summary>
internal abstract class CidrAttribute(string pattern, AddressFamily family, int min, int max) : RegularExpressionAttribute(pattern)
{
    public override bool IsValid(object? value) => value is null || (value is string text && Problem(text) is null);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && Problem(text) is { } problem
            ? new ValidationResult(problem, validationContext.MemberName is { } member ? [member] : null)
            : ValidationResult.Success;

    public override string FormatErrorMessage(string name) => $"{name} needs {Wanted}.";

    private string Wanted => $"an {(family is AddressFamily.InterNetwork ? "IPv4" : "IPv6")} range with a prefix from /{min} to /{max}";

    private string? Problem(string text)
    {
        if (text.Split('/') is not [var address, var prefix]
            || !IPAddress.TryParse(address, out var ip) || ip.AddressFamily != family
            || !int.TryParse(prefix, out var bits) || bits < min || bits > max)
            return $"'{text}' is not {Wanted}.";

        var canonical = Canonical(ip, bits);
        return canonical == text ? null : $"'{text}' has bits behind its prefix; AWS keeps it as {canonical}.";
    }

    private static string Canonical(IPAddress ip, int bits)
    {
        var bytes = ip.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(bits - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return $"{new IPAddress(bytes)}/{bits}";
    }
}

/// <summary>An IPv4 range, such as <c>10.0.0.0/16</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Ipv4CidrAttribute(int min = 0, int max = 32)
    : CidrAttribute(@"^\d{1,3}(\.\d{1,3}){3}/\d{1,2}$", AddressFamily.InterNetwork, min, max);

/// <summary>An IPv6 range, such as <c>2001:db8::/64</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Ipv6CidrAttribute(int min = 0, int max = 128)
    : CidrAttribute(@"^[0-9a-f:.]+/\d{1,3}$", AddressFamily.InterNetworkV6, min, max);
