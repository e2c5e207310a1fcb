namespace Pockitect.Core.Resources;

/// <summary>Where a price comes from, the surest first.</summary>
public enum PriceOrigin
{
    /// <summary>AWS's own price list, asked on the quote's date.</summary>
    Asked,

    /// <summary>The list that came with this version, of the quote's date.</summary>
    Listed,

    /// <summary>That list too, worked out from another Region's price because this Region's own is not in it.</summary>
    Derived,
}

/// <summary>One thing that has a price.</summary>
/// <param name="Region">Where it is bought.</param>
/// <param name="Service">Whose it is, in short: <c>ec2</c>, <c>ebs</c>, <c>rds</c>.</param>
/// <param name="Item">What it is: <c>t3.micro Linux</c>.</param>
public readonly record struct PriceKey(string Region, string Service, string Item);

/// <summary>What one unit of something costs, without tax, discounts and free tiers.</summary>
/// <param name="Usd">US dollars a unit: an hour, or a GiB for a month.</param>
/// <param name="Date">When it was so.</param>
public sealed record Quote(decimal Usd, DateOnly Date, PriceOrigin Origin);

/// <summary>What was found of the prices that somebody wished to know.</summary>
public sealed record PriceBook
{
    public static readonly PriceBook Empty = new() { Quotes = new Dictionary<PriceKey, Quote>() };

    public required IReadOnlyDictionary<PriceKey, Quote> Quotes { get; init; }

    /// <summary>Why they are not what AWS itself says today, where that was tried, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The prices of one Region, to be looked up by what they are for.</summary>
public sealed class Prices(string region, Func<PriceKey, Quote?> find)
{
    /// <summary>A month has so many hours, in AWS's own calculators too.</summary>
    public const int HoursAMonth = 730;

    /// <summary>A part of a monthly price: so many units of one thing, or not known where the thing has no price here.</summary>
    public PricePart Part(string what, string service, string item, decimal units) =>
        find(new PriceKey(region, service, item)) is { } quote ? PricePart.Known(what, quote.Usd * units, quote) : PricePart.NotKnown(what);

    /// <summary>The same for what is paid by the hour and is there the whole month.</summary>
    public PricePart Hours(string what, string service, string item) => Part(what, service, item, HoursAMonth);
}
