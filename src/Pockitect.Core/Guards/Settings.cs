using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Guards;

/// <summary>The guard rails of all accounts, as the settings file says them.</summary>
public sealed record Settings
{
    /// <summary>What holds for every account that says nothing else.</summary>
    public GuardRails Default { get; init; } = GuardRails.None;

    /// <summary>By the account's twelve digits.</summary>
    public IReadOnlyDictionary<string, GuardRails> Accounts { get; init; } = new Dictionary<string, GuardRails>();

    public GuardRails Of(string accountId) => (Accounts.GetValueOrDefault(accountId) ?? GuardRails.None).Over(Default);
}

/// <summary>A settings file as it was read, with all that is wrong in it.</summary>
/// <param name="Settings">What could be read; with any problem not to be gone by.</param>
public sealed record SettingsReading(Settings Settings, IReadOnlyList<BlueprintProblem> Problems);
