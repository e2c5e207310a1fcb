namespace Pockitect.Core.Hosting;

/// <summary>Environment variables that turn something on or off, such as <c>POCKITECT_SANDBOX</c>.</summary>
public static class EnvironmentSwitch
{
    public const string Sandbox = "POCKITECT_SANDBOX";

    public const string Poll = "POCKITECT_POLL";

    /// <summary>Every switch, so that a bad value of any of them is reported before a command runs.</summary>
    public static IReadOnlyList<string> All { get; } = [Sandbox, Poll];

    /// <summary>Reads a switch: on for 1, true, yes and on; off for 0, false, no, off and an empty value, in any case.</summary>
    /// <returns>Null for any other value.</returns>
    public static bool? Read(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" or "ON" => true,
        null or "" or "0" or "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    /// <summary>The error for a value that is neither on nor off; null for a good one.</summary>
    public static string? Problem(string name, string? value) => Read(value) is null
        ? $"{name} is '{value}', which is neither on nor off. Set it to 1, true, yes or on, or to 0, false, no or off."
        : null;
}
