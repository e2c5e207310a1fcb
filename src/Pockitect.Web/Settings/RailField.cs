using System.Globalization;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;

namespace Pockitect.Web.Settings;

/// <summary>How a guard rail is set.</summary>
public enum RailKind
{
    Flag,
    Regions,
    Types,
    Price,
}

/// <summary>One guard rail as a form shows it.</summary>
/// <param name="Key">Its name in the settings file.</param>
/// <param name="Meaning">What it does, as a sentence.</param>
/// <param name="IsOfScan">It says what is looked at; all others are guard rails.</param>
public sealed record RailField(string Key, string Label, string Meaning, RailKind Kind, bool IsOfScan = false)
{
    /// <summary>In the order of the settings file's own keys; a test holds that there are no others.</summary>
    public static IReadOnlyList<RailField> All { get; } =
    [
        new("read_only", "Read-only", "Nothing in the account is changed from here.", RailKind.Flag),
        new("production", "Production", "Shown in red, and its projects' names are typed for every change.", RailKind.Flag),
        new("typed_confirmation", "Typed confirmation", "The project's name is typed for every change, not only where data is lost.", RailKind.Flag),
        new("allowed_regions", "Allowed Regions", "The only ones in which anything is changed.", RailKind.Regions),
        new("locked_regions", "Locked Regions", "Nothing is changed in these.", RailKind.Regions),
        new("price_ceiling", "Price ceiling", "US dollars a month that a project may cost after a change that makes it dearer.", RailKind.Price),
        new("scan_regions", "Regions to scan", "The only ones that a scan looks at; empty is every Region that the account has enabled.", RailKind.Regions, IsOfScan: true),
        new("scan_types", "Types to scan", "The only ones that a scan looks for; empty is every type that Pockitect knows.", RailKind.Types, IsOfScan: true),
    ];

    /// <summary>Its value as it stands in a field; empty where nothing is said.</summary>
    public string ValueOf(GuardRails rails) => Key switch
    {
        "read_only" => Text(rails.ReadOnly),
        "production" => Text(rails.Production),
        "typed_confirmation" => Text(rails.TypedConfirmation),
        "allowed_regions" => Text(rails.AllowedRegions),
        "locked_regions" => Text(rails.LockedRegions),
        "price_ceiling" => rails.PriceCeiling?.ToString(CultureInfo.InvariantCulture) ?? "",
        "scan_regions" => Text(rails.ScanRegions),
        "scan_types" => Text(rails.ScanTypes),
        _ => throw new InvalidOperationException($"There is no setting {Key}."),
    };

    /// <summary>Writes it, or takes it back where nothing is said.</summary>
    /// <returns>What is wrong, or null.</returns>
    public async Task<string?> SetAsync(SettingsFile file, string account, string value, CancellationToken ct)
    {
        try
        {
            if (value.Trim().Length == 0) await file.UnsetAsync(account, Key, ct);
            else await file.SetAsync(account, Key, value.Trim(), ct);
            return null;
        }
        catch (FaultException e)
        {
            // Which one it is stands beside it.
            return e.Message.StartsWith($"{account}.{Key}: ", StringComparison.Ordinal) ? e.Message[$"{account}.{Key}: ".Length..] : e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file.Path} cannot be written: {e.Message}";
        }
    }

    private static string Text(bool? flag) => flag switch { true => "true", false => "false", _ => "" };

    private static string Text(IReadOnlyList<string>? names) => names is null ? "" : string.Join(", ", names);
}
