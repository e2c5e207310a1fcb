using System.Buffers.Binary;
using System.Net;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>A range of IPv4 addresses, with arithmetic to divide a VPC.</summary>
/// <param name="First">The first address; bits after the prefix are zero.</param>
/// <param name="Prefix">The number of leading bits that all addresses share, 0 to 32.</param>
internal readonly record struct Ipv4Range(uint First, int Prefix)
{
    private ulong Size => 1UL << (32 - Prefix);

    private ulong End => First + Size;

    /// <summary>Parses CIDR notation; null for any other text.</summary>
    public static Ipv4Range? Parse(string text) =>
        AddressRange.Parse(text) is { IsIpv6: false } range ? new Ipv4Range((uint)range.First, range.Prefix) : null;

    public bool Contains(Ipv4Range other) => other.First >= First && other.End <= End;

    public bool Overlaps(Ipv4Range other) => other.First < End && First < other.End;

    /// <summary>Returns the number of subranges with a longer prefix.</summary>
    public int Count(int prefix) => 1 << (prefix - Prefix);

    /// <summary>Returns a subrange with a longer prefix, by number from 0.</summary>
    public Ipv4Range Part(int prefix, int index) => new(First + ((uint)index << (32 - prefix)), prefix);

    public override string ToString()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First);
        return $"{new IPAddress(bytes)}/{Prefix}";
    }
}
