using System.Buffers.Binary;
using System.Net;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>A range of IPv4 addresses, with the arithmetic that cutting up a VPC takes.</summary>
/// <param name="First">Its first address; the bits behind the prefix are zero.</param>
/// <param name="Prefix">How many leading bits all its addresses share, 0 to 32.</param>
internal readonly record struct Ipv4Range(uint First, int Prefix)
{
    private ulong Size => 1UL << (32 - Prefix);

    private ulong End => First + Size;

    /// <summary>The range that the text writes in CIDR notation, or null for any other text.</summary>
    public static Ipv4Range? Parse(string text) =>
        AddressRange.Parse(text) is { IsIpv6: false } range ? new Ipv4Range((uint)range.First, range.Prefix) : null;

    public bool Contains(Ipv4Range other) => other.First >= First && other.End <= End;

    public bool Overlaps(Ipv4Range other) => other.First < End && First < other.End;

    /// <summary>How many ranges of a longer prefix it falls into.</summary>
    public int Count(int prefix) => 1 << (prefix - Prefix);

    /// <summary>One of the ranges of a longer prefix that it falls into, counted from 0.</summary>
    public Ipv4Range Part(int prefix, int index) => new(First + ((uint)index << (32 - prefix)), prefix);

    public override string ToString()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, First);
        return $"{new IPAddress(bytes)}/{Prefix}";
    }
}
