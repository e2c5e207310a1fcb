using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Guards;

/// <summary>
/// The guard rails of one account, read anew at every plan: whoever forbids something while a worker runs is heeded. A file
/// that cannot be read forbids everything.
/// </summary>
public sealed class AccountGuards(DataFolder folder, string accountId)
{
    private readonly SettingsFile _file = new(folder);

    /// <summary>As the file says them now; with problems, none of its words can be relied on.</summary>
    public GuardRails Rails => _file.Read().Settings.Of(accountId);

    /// <summary>What a scan looks at where whoever asks names nothing: less than everything only where the file can be read and says so.</summary>
    public ScanRequest UsualScan => _file.Read() is { Problems.Count: 0, Settings: var settings } && settings.Of(accountId) is var rails
        ? new ScanRequest(rails.ScanRegions, rails.ScanTypes)
        : new ScanRequest();

    /// <summary>The plan with why it is forbidden, if it is, and what a person should know otherwise.</summary>
    public Plan Hold(Plan plan)
    {
        var reading = _file.Read();
        if (reading.Problems is [var problem, ..])
        {
            return plan.IsEmpty ? plan : plan with
            {
                Forbidden = [$"{_file.Path}:{problem.Line}:{problem.Column}: {problem.Message} Nothing is changed while the guard rails in it cannot be read."],
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
