using Pockitect.Aws.Accounts;
using Pockitect.Core;

namespace Pockitect.Aws;

/// <summary>Which account each project is in, as seen by who is signed in. In the sandbox there is nobody to choose, and nothing is kept.</summary>
public sealed class ProjectAccounts(ChosenIdentities chosen, AwsAccount account)
{
    private bool IsSandbox => account.Identity.Kind is IdentityKind.Sandbox;

    /// <summary>Where a project is that is in another account than this; null for one that is here, or nowhere yet.</summary>
    public ProjectIdentityChoice? Elsewhere(string project) =>
        !IsSandbox && chosen.Of(project) is { } choice && choice.Account != account.AccountId ? choice : null;

    /// <summary>Why a project may not be changed by who is signed in, without what to do about it; null where it may.</summary>
    public string? Refusal(string project) => Elsewhere(project) is { } choice
        ? $"{project} is in account {choice.Account}, and you are signed in to {account.AccountId} as {account.Identity.Id}. Nothing was changed."
        : null;

    /// <summary>Notes where a project is and with whom it is deployed: before the first change, so that what was begun there is not gone on with elsewhere.</summary>
    public Task RememberAsync(string project, CancellationToken ct) =>
        IsSandbox ? Task.CompletedTask : chosen.RememberAsync(project, new ProjectIdentityChoice(account.Identity.Id, account.AccountId), ct);

    /// <summary>Notes that nothing of a project is left.</summary>
    public Task ForgetAsync(string project, CancellationToken ct) => IsSandbox ? Task.CompletedTask : chosen.ForgetAsync(project, ct);
}
