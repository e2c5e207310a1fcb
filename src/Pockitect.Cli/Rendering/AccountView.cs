using Pockitect.Core.Accounts;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Rendering;

/// <summary>The account's name for prompts. Production accounts are red, and labeled for terminals without color.</summary>
internal static class AccountView
{
    public static string Words(Output output, Cloud cloud, GuardRails rails)
    {
        var plain = $"account {cloud.AccountId} ({cloud.AccountName})";
        return rails.Production is true ? output.Style.Bad($"PRODUCTION {plain}").Text : plain;
    }

    /// <summary>Prints a line that names a production account.</summary>
    public static void Show(Output output, Cloud cloud, GuardRails rails)
    {
        if (rails.Production is true) output.Say($"{output.Style.Bad($"PRODUCTION account {cloud.AccountId} ({cloud.AccountName})")}");
    }
}
