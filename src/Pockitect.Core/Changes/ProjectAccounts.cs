using Pockitect.Core.Accounts;

namespace Pockitect.Core.Changes;

/// <summary>
/// Which account each project is in, as seen by the signed-in identity. The sandbox has one account, so nothing is remembered for it.
/// </summary>
/// <param name="identity">The ID of the signed-in identity: <c>profile:dev</c>.</param>
/// <param name="accountId">The twelve digits of its account.</param>
public sealed class ProjectAccounts(ChosenIdentities chosen, string identity, string accountId, bool isSandbox)
{
    /// <summary>The other account of a project; null if it is in this one, or in none yet.</summary>
    public ProjectIdentityChoice? Elsewhere(string project) =>
        !isSandbox && chosen.Of(project) is { } choice && choice.Account != accountId ? choice : null;

    /// <summary>Returns why the signed-in identity may not change a project, without a remedy; null if it may.</summary>
    public string? Refusal(string project) => Elsewhere(project) is { } choice
        ? $"{project} is in account {choice.Account}, and you are signed in to {accountId} as {identity}. Nothing was changed."
        : null;

    /// <summary>Records where a project is and who deploys it, before the first change, so that no one continues elsewhere.</summary>
    public Task RememberAsync(string project, CancellationToken ct) =>
        isSandbox ? Task.CompletedTask : chosen.RememberAsync(project, new ProjectIdentityChoice(identity, accountId), ct);

    /// <summary>Forgets a deleted project.</summary>
    public Task ForgetAsync(string project, CancellationToken ct) => isSandbox ? Task.CompletedTask : chosen.ForgetAsync(project, ct);
}
