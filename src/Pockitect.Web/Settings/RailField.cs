using System.Globalization;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;

namespace Pockitect.Web.Settings;

/// <summary>The input for a guard rail.</summary>
public enum RailKind
{
    Flag,
    Regions,
    Types,
    Price,
}

/// <summary>A guard rail as a form field.</summary>
/// <param name="Key">The key in the settings file.</param>
/// <param name="Meaning">What it does, as a sentence.</param>
/// <param name="IsOfScan">Whether it limits scans; all others are guard rails.</param>
public sealed record RailField(string Key, string Label, string Meaning, RailKind Kind, bool IsOfScan = false)
{
    /// <summary>In the order of the settings file's keys. A test checks that the list is complete.</summary>
    public static IReadOnlyList<RailField> All { get; } =
    [
        new("read_only", "Read-only", "Rejects every change in the account.", RailKind.Flag),
        new("production", "Production", "Shows the account in red. Every change needs the project's name typed.", RailKind.Flag),
        new("typed_confirmation", "Typed confirmation", "Always type the name, also where no data is lost.", RailKind.Flag),
        new("allowed_regions", "Allowed Regions", "Rejects changes in all other Regions.", RailKind.Regions),
        new("locked_regions", "Locked Regions", "Rejects changes in these Regions.", RailKind.Regions),
        new("price_ceiling", "Price ceiling", "The most a project may cost a month, in US dollars.", RailKind.Price),
        new(
            "scan_regions",
            "Regions to scan",
            "Scans cover only these Regions. Empty: all enabled Regions.",
            RailKind.Regions,
            IsOfScan: true),
        new("scan_types", "Types to scan", "Scans cover only these types. Empty: all types.", RailKind.Types, IsOfScan: true),
    ];

    /// <summary>Returns the field's value; empty if not set.</summary>
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
        _ => throw new InvalidOperationException($"Unknown setting {Key}."),
    };

    /// <summary>Writes the value, or removes the setting if the value is empty.</summary>
    /// <returns>The error, or null.</returns>
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
            // The field next to it shows the setting's name.
            return e.Message.StartsWith($"{account}.{Key}: ", StringComparison.Ordinal)
                ? e.Message[$"{account}.{Key}: ".Length..]
                : e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"Can't write {file.Path}: {e.Message}";
        }
    }

    private static string Text(bool? flag) => flag switch { true => "true", false => "false", _ => "" };

    private static string Text(IReadOnlyList<string>? names) => names is null ? "" : string.Join(", ", names);
}
