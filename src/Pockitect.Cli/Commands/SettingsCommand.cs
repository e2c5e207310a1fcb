using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect settings</c>, <c>settings set ACCOUNT.KEY VALUE</c> and <c>settings unset ACCOUNT.KEY</c></summary>
internal static class SettingsCommand
{
    public static Command Create(GlobalOptions options)
    {
        var command = new Command("settings", "Show guard rails and scan limits.")
        {
            CreateSet(options),
            CreateUnset(options),
        };
        options.Run(command, (invocation, _, _) => Task.FromResult(Show(invocation)));
        return command;
    }

    private static Command CreateSet(GlobalOptions options)
    {
        var (what, value) = (
            What(),
            new Argument<string>("value") { Description = "true or false, comma-separated Regions or types, or US dollars a month." });
        var command = new Command("set", "Set one value. Keeps comments.") { what, value };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            var (account, key) = Split(parsed.GetRequiredValue(what));
            await new SettingsFile(invocation.Folder).SetAsync(account, key, parsed.GetRequiredValue(value), ct);
            return Show(invocation);
        });
        return command;
    }

    private static Command CreateUnset(GlobalOptions options)
    {
        var what = What();
        var command = new Command("unset", "Remove one setting.") { what };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            var (account, key) = Split(parsed.GetRequiredValue(what));
            await new SettingsFile(invocation.Folder).UnsetAsync(account, key, ct);
            return Show(invocation);
        });
        return command;
    }

    private static Argument<string> What() => new("setting")
    {
        Description = $"ACCOUNT.KEY: twelve digits or default, then one of {string.Join(", ", SettingsFile.Keys)}.",
        HelpName = "account.key",
    };

    private static (string Account, string Key) Split(string what) => what.Split('.') is [var account, var key]
        ? (account, key)
        : throw new CommandException(
            $"Unknown setting '{what}'. Use ACCOUNT.KEY, such as 111122223333.read_only or default.price_ceiling.", ExitCodes.Usage);

    private static int Show(Invocation invocation)
    {
        var file = new SettingsFile(invocation.Folder);
        var reading = file.Read();
        var output = invocation.Output;
        foreach (var problem in reading.Problems) output.Say($"{file.Path}:{problem.Line}:{problem.Column}: {problem.Message}");
        var all =
            reading.Settings.Accounts.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Prepend(KeyValuePair.Create(SettingsFile.Default, reading.Settings.Default))
                .ToList();
        if (invocation.Json) output.Json(Json(file, reading, all));

        var lines = all.SelectMany(entry => Lines(entry.Key, entry.Value)).ToList();
        foreach (var (name, value) in lines) output.Tell($"{name} {output.DataStyle.Strong(value)}");
        if (lines.Count == 0) output.Tell($"No guard rails. To add one, run `pockitect settings set default.typed_confirmation true`.");
        output.Say($"{file.Path}");
        if (reading.Problems.Count == 0) return ExitCodes.Done;
        output.Say($"All changes are rejected until this file is valid.");
        return ExitCodes.Failed;
    }

    private static IEnumerable<(string Name, string Value)> Lines(string account, GuardRails rails) =>
        Values(rails).Where(value => value.Value is not null).Select(value => ($"{account}.{value.Key}", value.Value switch
        {
            bool flag => flag ? "true" : "false",
            decimal usd => usd.ToString(CultureInfo.InvariantCulture),
            IReadOnlyList<string> names => $"[{string.Join(", ", names)}]",
            var other => $"{other}",
        }));

    private static IEnumerable<(string Key, object? Value)> Values(GuardRails rails) =>
        SettingsFile.Keys.Zip(
            (object?[])[
                rails.ReadOnly,
                rails.Production,
                rails.TypedConfirmation,
                rails.AllowedRegions,
                rails.LockedRegions,
                rails.PriceCeiling,
                rails.ScanRegions,
                rails.ScanTypes,
            ]);

    private static JsonObject Json(SettingsFile file, SettingsReading reading, IEnumerable<KeyValuePair<string, GuardRails>> all) => new()
    {
        ["type"] = "settings",
        ["file"] = file.Path,
        ["problems"] = new JsonArray(
        [
            .. reading.Problems.Select(
                problem => new JsonObject { ["line"] = problem.Line, ["column"] = problem.Column, ["message"] = problem.Message }),
        ]),
        ["guard_rails"] = new JsonObject(all.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject(
            Values(entry.Value).Where(value => value.Value is not null).Select(value => KeyValuePair.Create(value.Key, value.Value switch
            {
                bool flag => JsonValue.Create(flag),
                decimal usd => JsonValue.Create(usd),
                IReadOnlyList<string> names => new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
                _ => (JsonNode?)null,
            })))))),
    };
}
