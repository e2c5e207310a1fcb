namespace Pockitect.Core.Resources;

/// <summary>A part of what a resource costs by the month.</summary>
public sealed record PricePart
{
    private PricePart()
    {
    }

    /// <summary>What is paid for: "t3.micro, 730 hours", "20 GiB of gp3".</summary>
    public required string What { get; init; }

    /// <summary>US dollars a month; null where that is not known.</summary>
    public decimal? Usd { get; private init; }

    /// <summary>It depends on what is done with the resource, and begins at nothing: data transfer, a bucket's content.</summary>
    public bool IsByUse { get; private init; }

    /// <summary>What it was worked out from; null where there is no price.</summary>
    public Quote? Quote { get; private init; }

    /// <summary>A price, rounded to cents. It is rounded here and nowhere else, so that the sums that are shown add up.</summary>
    public static PricePart Known(string what, decimal usd, Quote quote) => new() { What = what, Usd = Math.Round(usd, 2, MidpointRounding.AwayFromZero), Quote = quote };

    public static PricePart ByUse(string what) => new() { What = what, IsByUse = true };

    public static PricePart NotKnown(string what) => new() { What = what };
}

/// <summary>What a resource costs if it stays as it is for a month. What is not known is named in it, and is never a zero.</summary>
public sealed record MonthlyPrice(IReadOnlyList<PricePart> Parts)
{
    /// <summary>AWS asks nothing for it.</summary>
    public static readonly MonthlyPrice Free = new([]);

    /// <summary>The price of something that costs nothing but by use.</summary>
    public static MonthlyPrice ByUse(string what) => new([PricePart.ByUse(what)]);

    public static MonthlyPrice Unknown(string what) => new([PricePart.NotKnown(what)]);

    /// <summary>The sum of all that is known of it; null where it costs something and nothing of that is known.</summary>
    public decimal? Usd => Parts.Any(part => part.Usd is not null) || Parts.All(part => part.IsByUse)
        ? Parts.Sum(part => part.Usd ?? 0)
        : null;

    public bool IsFree => Parts.Count == 0;

    /// <summary>What it costs besides, and nobody knows how much.</summary>
    public IEnumerable<string> Unknowns => Parts.Where(part => part.Usd is null).Select(part => part.What);

    /// <summary>The parts that cost something every month, and nobody knows how much. A sum that includes them is the least that it can be.</summary>
    public IEnumerable<string> Unpriced => Parts.Where(part => part.Usd is null && !part.IsByUse).Select(part => part.What);

    public bool Equals(MonthlyPrice? other) => other is not null && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => Parts.Aggregate(0, HashCode.Combine);
}
