using System.Text;
using System.Text.Json.Nodes;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Tests.Monitor;

public sealed class MonitorExportTests
{
    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("＝1+1", "\"'＝1+1\"")]
    [InlineData("＋1", "\"'＋1\"")]
    [InlineData("－1", "\"'－1\"")]
    [InlineData("＠SUM(A1)", "\"'＠SUM(A1)\"")]
    [InlineData("﹦1", "\"'﹦1\"")]
    [InlineData(" \u200b=1", "\"' \u200b=1\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("plain", "plain")]
    public void No_name_becomes_a_formula_or_ends_its_cell(string name, string cell) =>
        Assert.StartsWith($"{cell},AWS::EC2::Instance,i-1,", Lines(Rows.Instance("i-1", name: name))[1], StringComparison.Ordinal);

    [Fact]
    public void A_price_that_is_not_known_is_an_empty_cell_and_no_zero() =>
        Assert.Contains(",eu-west-1,running,shop,,2026-03-01T12:00:00", Lines(Rows.Instance("i-1", project: "shop"))[1], StringComparison.Ordinal);

    [Fact]
    public void Scripts_are_in_no_export()
    {
        var row = Rows.Instance("i-1", script: "echo hunter2");

        var json = Encoding.UTF8.GetString(MonitorExport.Json([row], _ => null));

        Assert.DoesNotContain("hunter2", json, StringComparison.Ordinal);
        Assert.Equal("(a script of 12 characters, not shown)", (string?)JsonNode.Parse(json)![0]!["spec"]!["UserData"]);
        Assert.DoesNotContain("hunter2", string.Concat(Lines(row)), StringComparison.Ordinal);
        Assert.False(MonitorQuery.Parse("hunter2").Takes(row));
    }

    private static string[] Lines(MonitorRow row) => Encoding.UTF8.GetString(MonitorExport.Csv([row], _ => null)).TrimStart('\uFEFF').Split("\r\n");
}
