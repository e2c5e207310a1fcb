namespace Pockitect.Core.Hosting;

/// <summary>Environment variables that are switches, such as <c>POCKITECT_SANDBOX</c>.</summary>
public static class EnvironmentSwitch
{
    public const string Sandbox = "POCKITECT_SANDBOX";

    public const string Poll = "POCKITECT_POLL";

    /// <summary>All switches, so that an invalid value is reported before a command runs.</summary>
    public static IReadOnlyList<string> All { get; } = [Sandbox, Poll];

    /// <summary>Reads a switch, ignoring case: on for 1, true, yes and on; off for 0, false, no, off and an empty value.</summary>
    /// <returns>Null for any other value.</returns>
    public static bool? Read(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        null or "" or "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    /// <summary>Returns the error for an invalid value; null for a valid one.</summary>
    public static string? Problem(string name, string? value) => Read(value) is null
        ? $"{name} is '{value}', which is neither on nor off. Set it to 1, true, yes or on, or to 0, false, no or off."
        : null;
}
