namespace Pockitect.Cli.Doctor;

internal enum Health
{
    Good,

    /// <summary>Not there, and only needed for a part of what Pockitect does.</summary>
    Missing,
    Broken,
}

/// <summary>What one look found, and how to help where it is not good.</summary>
internal sealed record Check(string What, Health Health, string Words, string? Fix = null);
