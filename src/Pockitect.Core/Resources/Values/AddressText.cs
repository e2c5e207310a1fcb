using System.Globalization;

namespace Pockitect.Core.Resources.Values;

/// <summary>The result of reading an address.</summary>
/// <param name="Value">Null if the text isn't an address.</param>
/// <param name="Problem">What is wrong, as the end of a sentence; null if the text doesn't resemble an address.</param>
/// <param name="Meant">The probably intended spelling, without a prefix length.</param>
internal sealed record AddressReading(UInt128? Value, bool IsIpv6, string? Problem = null, string? Meant = null);

/// <summary>Reads and writes single addresses in the one spelling that all programs understand alike.</summary>
internal static class AddressText
{
    private static readonly AddressReading None = new(null, false);

    public static AddressReading Read(string text) => text.Contains(':', StringComparison.Ordinal) ? Ipv6(text) : Ipv4(text);

    public static string Write(UInt128 value, bool isIpv6) => isIpv6 ? WriteIpv6(value) : string.Create(
        CultureInfo.InvariantCulture, $"{(byte)(value >> 24)}.{(byte)(value >> 16)}.{(byte)(value >> 8)}.{(byte)value}");

    private static AddressReading Ipv4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4 || !parts.All(part => part.Length is >= 1 and <= 4 && part.All(char.IsAsciiDigit))) return None;
        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        if (numbers.Any(number => number > 255)) return None;
        if (parts.Any(part => part.Length > 1 && part[0] == '0'))
        {
            return None with
            {
                Problem = "has a number with a leading zero, which programs interpret differently",
                Meant = string.Join('.', numbers),
            };
        }

        return new AddressReading(numbers.Aggregate(UInt128.Zero, (value, number) => (value << 8) | (uint)number), IsIpv6: false);
    }

    private static AddressReading Ipv6(string text)
    {
        if (text.IndexOf('%') is >= 0 and var zone)
            return Unfit("has a zone after '%', which only this computer knows", Read(text[..zone]).Value is null ? null : text[..zone]);
        if (text.Contains('.', StringComparison.Ordinal))
            return Unfit("has an IPv4 address inside an IPv6 address; use an IPv4 range, or hexadecimal groups only");

        var halves = text.Split("::");
        if (halves.Length > 2) return None;
        var front = Groups(halves[0]);
        var back = halves.Length == 2 ? Groups(halves[1]) : [];
        // The double colon stands for at least one group.
        if (front is null || back is null || (halves.Length == 2 ? front.Count + back.Count > 7 : front.Count != 8)) return None;

        IEnumerable<ushort> groups = [.. front, .. Enumerable.Repeat((ushort)0, 8 - front.Count - back.Count), .. back];
        var value = groups.Aggregate(UInt128.Zero, (sum, group) => (sum << 16) | group);
        return value >> 32 == 0xFFFF
            ? Unfit("is an IPv4 address written as an IPv6 address; use an IPv4 range, such as 10.0.0.0/16")
            : new AddressReading(value, IsIpv6: true);

        static AddressReading Unfit(string problem, string? meant = null) => new(null, IsIpv6: true, problem, meant);
    }

    private static List<ushort>? Groups(string text)
    {
        if (text.Length == 0) return [];
        var groups = new List<ushort>();
        foreach (var part in text.Split(':'))
        {
            if (part.Length is < 1 or > 4 || !part.All(char.IsAsciiHexDigit)) return null;
            groups.Add(ushort.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return groups;
    }

    /// <summary>
    /// According to RFC 5952: lowercase, no leading zeros, and the first longest run of at least two zero groups as a double colon.
    /// </summary>
    private static string WriteIpv6(UInt128 value)
    {
        var groups = Enumerable.Range(0, 8).Select(index => (ushort)(value >> (112 - (index * 16)))).ToList();
        var (start, length) = (-1, 1);
        for (var index = 0; index < 8; index++)
        {
            var run = groups.Skip(index).TakeWhile(group => group == 0).Count();
            if (run > length) (start, length) = (index, run);
        }

        return start < 0 ? Text(groups) : $"{Text(groups.Take(start))}::{Text(groups.Skip(start + length))}";

        static string Text(IEnumerable<ushort> some) =>
            string.Join(':', some.Select(group => group.ToString("x", CultureInfo.InvariantCulture)));
    }
}
