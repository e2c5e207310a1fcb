using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>Exports the table's rows.</summary>
public static class MonitorExport
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n;'");

    private static readonly string[] Columns = [
        "name", "type", "id", "region", "state", "project", "usd_a_month", "seen_at", "is_stale", "arn", "account", "tags",
    ];

    /// <summary>CSV with a byte order mark, so that spreadsheets detect UTF-8.</summary>
    public static byte[] Csv(IEnumerable<MonitorRow> rows, Func<MonitorRow, MonthlyPrice?> priceOf)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in rows) text.AppendJoin(',', Cells(row, priceOf(row)).Select(Cell)).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>JSON in the format of <c>pockitect list resources --json</c>, without scripts.</summary>
    public static byte[] Json(IEnumerable<MonitorRow> rows, Func<MonitorRow, MonthlyPrice?> priceOf)
    {
        var list = new JsonArray([.. rows.Select(row => Json(row, priceOf(row)))]);
        return Encoding.UTF8.GetBytes(list.ToJsonString(new(SpecJson.Options) { WriteIndented = true }));
    }

    private static JsonObject Json(MonitorRow row, MonthlyPrice? price)
    {
        var json = ObservedJson.Write(row.Resource with { Spec = Scripts.Hide(row.Resource.Spec) });
        json["seen_at"] = row.SeenAt;
        json["is_stale"] = row.IsStale;
        json["usd_a_month"] = price?.Usd;
        return json;
    }

    private static IEnumerable<string?> Cells(MonitorRow row, MonthlyPrice? price) =>
    [
        row.Name, row.Resource.Type, row.Id, row.Region, row.State, row.Project,
        price?.Usd?.ToString("0.00", CultureInfo.InvariantCulture), row.SeenAt?.ToString("O", CultureInfo.InvariantCulture), row.IsStale
            ? "true"
            : "false",
        row.Resource.Arn, row.Resource.Place.AccountId,
        string.Join("; ", row.Resource.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")),
    ];

    /// <summary>
    /// Whether a spreadsheet might run the value as a formula: it starts with such a character in any width, after characters that
    /// spreadsheets skip.
    /// </summary>
    private static bool IsFormula(string value) =>
        value[0] is '\t' or '\r' or '\n'
        || value.FirstOrDefault(
            letter =>
                !char.IsWhiteSpace(letter) && !char.IsControl(letter) && char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
            is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '﹦' or '﹢' or '﹣' or '﹫' or '−';

    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var text = IsFormula(value) ? $"'{value}" : value;
        return text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
