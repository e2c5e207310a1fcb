using Pockitect.Core.Execution;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Rendering;

/// <summary>The account as questions name it; one that is production is red, and says so without colours too.</summary>
internal static class AccountView
{
    public static string Words(Output output, Cloud cloud, GuardRails rails)
    {
        var plain = $"account {cloud.AccountId} ({cloud.AccountName})";
        return rails.Production is true ? output.Style.Bad($"PRODUCTION {plain}").Text : plain;
    }

    /// <summary>A line that says where a command works, where that is production.</summary>
    public static void Show(Output output, Cloud cloud, GuardRails rails)
    {
        if (rails.Production is true) output.Say($"{output.Style.Bad($"PRODUCTION account {cloud.AccountId} ({cloud.AccountName})")}");
    }
}
