namespace Pockitect.Cli.Doctor;

internal enum Health
{
    Good,

    /// <summary>Missing, and needed only for some features.</summary>
    Missing,
    Broken,
}

/// <summary>The result of a check, with the fix for a failed one.</summary>
internal sealed record Check(string What, Health Health, string Words, string? Fix = null);
