namespace Pockitect.Core.Resources;

/// <summary>The source of a price, the most certain first.</summary>
public enum PriceOrigin
{
    /// <summary>AWS's price list on the quote's date.</summary>
    Asked,

    /// <summary>The built-in list, as of the quote's date.</summary>
    Listed,

    /// <summary>The built-in list, derived from another Region's price.</summary>
    Derived,
}

/// <summary>An item with a price.</summary>
/// <param name="Region">The Region.</param>
/// <param name="Service">The short service name: <c>ec2</c>, <c>ebs</c>, <c>rds</c>.</param>
/// <param name="Item">The item: <c>t3.micro Linux</c>.</param>
public readonly record struct PriceKey(string Region, string Service, string Item);

/// <summary>The price of one unit, without tax, discounts and free tiers.</summary>
/// <param name="Usd">US dollars per unit: an hour, or a GiB for a month.</param>
/// <param name="Date">The date of the price.</param>
public sealed record Quote(decimal Usd, DateOnly Date, PriceOrigin Origin);

/// <summary>The prices found for a set of items.</summary>
public sealed record PriceBook
{
    public static readonly PriceBook Empty = new() { Quotes = new Dictionary<PriceKey, Quote>() };

    public required IReadOnlyDictionary<PriceKey, Quote> Quotes { get; init; }

    /// <summary>Why they are not AWS's current prices, if that was tried, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The prices of one Region, by item.</summary>
public sealed class Prices(string region, Func<PriceKey, Quote?> find)
{
    /// <summary>The hours of a month, as in AWS's calculators.</summary>
    public const int HoursAMonth = 730;

    /// <summary>Returns a part of a monthly price: units of an item; unknown without a price here.</summary>
    public PricePart Part(string what, string service, string item, decimal units) =>
        find(new PriceKey(region, service, item)) is { } quote ? PricePart.Known(what, quote.Usd * units, quote) : PricePart.NotKnown(what);

    /// <summary>Returns a part of a monthly price for an item billed by the hour, all month.</summary>
    public PricePart Hours(string what, string service, string item) => Part(what, service, item, HoursAMonth);
}
