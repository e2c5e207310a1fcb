using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Guards;

/// <summary>
/// The guard rails of an account, read again for every plan, so that changes apply to running workers. An unreadable file rejects every
/// change.
/// </summary>
public sealed class AccountGuards(DataFolder folder, string accountId)
{
    private readonly SettingsFile _file = new(folder);

    /// <summary>The current settings; not reliable if there are problems.</summary>
    public GuardRails Rails => _file.Read().Settings.Of(accountId);

    /// <summary>The default limits of scans. No limits if the file is unreadable.</summary>
    public ScanRequest UsualScan => _file.Read() is { Problems.Count: 0, Settings: var settings } && settings.Of(accountId) is var rails
        ? new ScanRequest(rails.ScanRegions, rails.ScanTypes)
        : new ScanRequest();

    /// <summary>Adds violated guard rails and notes to a plan.</summary>
    public Plan Hold(Plan plan)
    {
        var reading = _file.Read();
        if (reading.Problems is [var problem, ..])
        {
            return plan.IsEmpty ? plan : plan with
            {
                Forbidden = [
                    $"{_file.Path}:{problem.Line}:{problem.Column}: {problem.Message} All changes are rejected until the file is valid.",
                ],
            };
        }

        var rails = reading.Settings.Of(accountId);
        return plan with { Forbidden = [.. rails.Forbid(plan, accountId)], Warnings = [.. rails.Warn(plan)] };
    }

    /// <summary>Returns why a command may not start with the name that came with it, or without one; null if it may.</summary>
    public string? Unconfirmed(Plan plan, string? project, string? typed)
    {
        if (ApprovalRule.RequiredName(plan, project, Rails) is not { } name || typed == name) return null;
        return $"Account {accountId} requires a typed name for every change: type {name} when asked, or add --confirm {name}.";
    }
}
