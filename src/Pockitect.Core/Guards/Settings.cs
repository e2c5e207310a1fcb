using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Guards;

/// <summary>The guard rails of all accounts, from the settings file.</summary>
public sealed record Settings
{
    /// <summary>The default settings of all accounts.</summary>
    public GuardRails Default { get; init; } = GuardRails.None;

    /// <summary>By the account's twelve digits.</summary>
    public IReadOnlyDictionary<string, GuardRails> Accounts { get; init; } = new Dictionary<string, GuardRails>();

    public GuardRails Of(string accountId) => (Accounts.GetValueOrDefault(accountId) ?? GuardRails.None).Over(Default);
}

/// <summary>The result of reading a settings file.</summary>
/// <param name="Settings">The readable settings; not reliable if there are problems.</param>
public sealed record SettingsReading(Settings Settings, IReadOnlyList<BlueprintProblem> Problems);
