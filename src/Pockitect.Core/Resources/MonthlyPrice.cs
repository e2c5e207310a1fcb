namespace Pockitect.Core.Resources;

/// <summary>A part of a resource's monthly price.</summary>
public sealed record PricePart
{
    private PricePart()
    {
    }

    /// <summary>The billed item: "t3.micro, 730 hours", "20 GiB of gp3".</summary>
    public required string What { get; init; }

    /// <summary>US dollars a month; null if unknown.</summary>
    public decimal? Usd { get; private init; }

    /// <summary>Whether it depends on usage and starts at zero: data transfer, a bucket's content.</summary>
    public bool IsByUse { get; private init; }

    /// <summary>The price quote; null if missing.</summary>
    public Quote? Quote { get; private init; }

    /// <summary>A price rounded to cents. Rounded only here, so that displayed sums add up.</summary>
    public static PricePart Known(string what, decimal usd, Quote quote) =>
        new() { What = what, Usd = Math.Round(usd, 2, MidpointRounding.AwayFromZero), Quote = quote };

    public static PricePart ByUse(string what) => new() { What = what, IsByUse = true };

    public static PricePart NotKnown(string what) => new() { What = what };
}

/// <summary>The monthly price of a resource in its current state. Unknown parts are named and never count as zero.</summary>
public sealed record MonthlyPrice(IReadOnlyList<PricePart> Parts)
{
    /// <summary>Free in AWS.</summary>
    public static readonly MonthlyPrice Free = new([]);

    /// <summary>The price of a resource that is billed only by usage.</summary>
    public static MonthlyPrice ByUse(string what) => new([PricePart.ByUse(what)]);

    public static MonthlyPrice Unknown(string what) => new([PricePart.NotKnown(what)]);

    /// <summary>The sum of the known parts; null if it costs something and nothing is known.</summary>
    public decimal? Usd => Parts.Any(part => part.Usd is not null) || Parts.All(part => part.IsByUse)
        ? Parts.Sum(part => part.Usd ?? 0)
        : null;

    public bool IsFree => Parts.Count == 0;

    /// <summary>The unknown parts.</summary>
    public IEnumerable<string> Unknowns => Parts.Where(part => part.Usd is null).Select(part => part.What);

    /// <summary>Unknown parts that cost something every month. A sum that includes them is a minimum.</summary>
    public IEnumerable<string> Unpriced => Parts.Where(part => part.Usd is null && !part.IsByUse).Select(part => part.What);

    public bool Equals(MonthlyPrice? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(0, HashCode.Combine);
}
