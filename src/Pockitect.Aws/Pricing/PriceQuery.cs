using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Pricing;

/// <summary>How to request one price from AWS's price list, and how to find it in the answer.</summary>
/// <param name="ServiceCode">The service code of the price list.</param>
/// <param name="Filters">Required attributes of the product.</param>
/// <seealso href="https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html"/>
internal sealed partial record PriceQuery(string ServiceCode, IReadOnlyList<(string Field, string Value)> Filters)
{
    /// <summary>The usage type without its Region prefix (<c>EUW1-</c>), if filters leave several products; empty for any.</summary>
    public string UsageType { get; init; } = "";

    /// <summary>The number of our units in one of AWS's.</summary>
    public decimal UnitsInOne { get; init; } = 1;

    /// <summary>Returns the query for a price; null for prices that are only in the built-in list.</summary>
    public static PriceQuery? For(PriceKey key)
    {
        var query = (key.Service, key.Item.Split(' ')) switch
        {
            ("ec2", [var type, var system]) => new PriceQuery("AmazonEC2",
            [
                ("instanceType", type), ("operatingSystem", system), ("tenancy", "Shared"), ("preInstalledSw", "NA"),
                ("capacitystatus", "Used"), ("licenseModel", "No License required"), ("marketoption", "OnDemand"),
                ("operation", system == "Windows" ? "RunInstances:0002" : "RunInstances"),
            ]),
            ("ebs", ["snapshot", "GiB"]) =>
                new PriceQuery("AmazonEC2", [("productFamily", "Storage Snapshot")]) { UsageType = "EBS:SnapshotUsage" },
            ("rds", ["snapshot", "GiB"]) =>
                new PriceQuery("AmazonRDS", [("productFamily", "Storage Snapshot")]) { UsageType = "RDS:ChargedBackupUsage" },
            ("ebs", [var disk, "GiB"]) => new PriceQuery("AmazonEC2", [("productFamily", "Storage"), ("volumeApiName", disk)]),
            ("ebs", [var disk, "iops"]) =>
                new PriceQuery("AmazonEC2", [("productFamily", "System Operation"), ("group", "EBS IOPS"), ("volumeApiName", disk)]),
            // AWS sells it per GiB per second.
            ("ebs", [var disk, "throughput"]) =>
                new PriceQuery("AmazonEC2", [("productFamily", "Provisioned Throughput"), ("volumeApiName", disk)]) { UnitsInOne = 1024 },
            ("nat", _) => new PriceQuery("AmazonEC2", [("productFamily", "NAT Gateway")]) { UsageType = "NatGateway-Hours" },
            ("ipv4", _) => new PriceQuery("AmazonVPC", [("group", "VPCPublicIPv4Address")]) { UsageType = "PublicIPv4:InUseAddress" },
            ("rds", [var type, var engine, var zones]) when type.StartsWith("db.", StringComparison.Ordinal) => new PriceQuery("AmazonRDS",
            [
                (
                    "productFamily",
                    "Database Instance"), (
                        "instanceType", type), ("databaseEngine", Engine(engine)), ("deploymentOption", Deployment(zones)),
                ("licenseModel", "No license required"),
            ])
            { UsageType = $"{(zones == "multi" ? "Multi-AZUsage" : "InstanceUsage")}:{type}" },
            ("rds", [var disk and ("gp2" or "gp3"), "GiB", var zones]) => new PriceQuery("AmazonRDS",
            [
                ("productFamily", "Database Storage"),
                ("volumeType", disk == "gp2" ? "General Purpose" : "General Purpose-GP3"),
                ("deploymentOption", Deployment(zones)),
            ]),
            _ => null,
        };
        return query is null ? null : query with { Filters = [.. query.Filters, ("regionCode", key.Region)] };
    }

    /// <summary>Returns the body of a <c>GetProducts</c> call.</summary>
    public JsonObject Body => new()
    {
        [nameof(ServiceCode)] = ServiceCode,
        ["FormatVersion"] = "aws_v1",
        [nameof(Filters)] = new JsonArray(
            [.. Filters.Select(filter => new JsonObject { ["Type"] = "TERM_MATCH", ["Field"] = filter.Field, ["Value"] = filter.Value })]),
    };

    /// <summary>Returns the price that all products of an answer agree on; null if missing, or they differ.</summary>
    public decimal? PriceIn(IEnumerable<JsonNode> pages)
    {
        var found = pages
            .SelectMany(page => page["PriceList"] as JsonArray ?? [])
            // Each product is a JSON document inside the JSON.
            .Select(text => JsonNode.Parse(text!.GetValue<string>())!)
            .Where(product =>
                UsageType.Length == 0
                    || RegionPrefix().Replace((string?)product["product"]?["attributes"]?["usagetype"] ?? "", "") == UsageType)
            .SelectMany(Dimensions)
            .Select(dimension => decimal.Parse(
                (string)dimension["pricePerUnit"]!["USD"]!, NumberStyles.Float, CultureInfo.InvariantCulture))
            // Prepaid reserved capacity is listed at zero.
            .Where(usd => usd > 0)
            .Distinct()
            .ToList();
        return found is [var usd] ? usd / UnitsInOne : null;
    }

    /// <summary>Exceptions for an answer that is not a price list.</summary>
    public static bool IsUnreadable(Exception e) =>
        e is JsonException or FormatException or OverflowException or InvalidOperationException or NullReferenceException;

    private static IEnumerable<JsonNode> Dimensions(JsonNode product) =>
        (product["terms"]?["OnDemand"] as JsonObject ?? [])
            .SelectMany(term => term.Value!["priceDimensions"] as JsonObject ?? [])
            .Select(dimension => dimension.Value!)
            .Where(dimension => dimension["pricePerUnit"]?["USD"] is not null);

    /// <summary>The prefix of usage types outside us-east-1: <c>EUW1-</c>, <c>APN1-</c>.</summary>
    [GeneratedRegex("^[A-Z0-9]+-")]
    private static partial Regex RegionPrefix();

    private static string Engine(string engine) => engine switch { "postgres" => "PostgreSQL", "mysql" => "MySQL", _ => "MariaDB" };

    private static string Deployment(string zones) => zones == "multi" ? "Multi-AZ" : "Single-AZ";
}
