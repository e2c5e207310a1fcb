using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Credentials;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows identities and the results of their checks.</summary>
internal static class IdentityView
{
    public static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <param name="id">The identity of these checks, if several are shown.</param>
    public static void Show(Output output, IReadOnlyList<CheckResult> checks, string? id)
    {
        var style = output.DataStyle;
        foreach (var check in checks)
        {
            var word = check.Verdict is CheckVerdict.Passed ? style.Good("ok    ") : style.Bad("failed");
            output.Tell($"{word}  {(id is null ? "" : $"{id}: ")}{check.What}: {check.Message}");
            if (check.Fix is { } fix) output.Tell($"        {fix}");
        }
    }

    public static JsonObject Json(string type, Identity identity, AccountReport? report)
    {
        var json = new JsonObject
        {
            ["type"] = type,
            ["id"] = identity.Id,
            ["kind"] = identity.Kind.ToString(),
            ["origin"] = identity.Origin,
            ["region"] = identity.Region,
            ["account"] = report?.AccountId ?? identity.AccountId,
            ["arn"] = report?.Arn,
            ["expires"] = report?.Expires ?? identity.Expires,
            ["problem"] = identity.Problem,
        };
        if (report is not null)
        {
            json["checks"] = new JsonArray(
            [
                .. report.Checks.Select(check => (JsonNode)new JsonObject
                {
                    ["what"] = check.What,
                    ["verdict"] = check.Verdict.ToString(),
                    ["message"] = check.Message,
                    ["fix"] = check.Fix,
                }),
            ]);
        }

        return json;
    }
}
