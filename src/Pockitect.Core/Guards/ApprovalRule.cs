using Pockitect.Core.Planning;

namespace Pockitect.Core.Guards;

/// <summary>What the user has to say before a plan starts.</summary>
public enum ApprovalNeed
{
    /// <summary>Nothing: the plan changes nothing, or only starts and stops.</summary>
    None,

    /// <summary>A plain yes.</summary>
    Yes,

    /// <summary>The typed name, because data is lost or a project is deleted. In a script, <c>--yes</c> replaces it.</summary>
    TypedName,

    /// <summary>The typed name, which the account requires for every change. Workers check it; <c>--yes</c> doesn't replace it.</summary>
    RequiredName,

    /// <summary>A guard rail of the account forbids the plan.</summary>
    Forbidden,

    /// <summary>The plan can't run.</summary>
    Blocked,
}

/// <summary>Answers given before the question.</summary>
/// <param name="Yes">Answer yes to every question.</param>
/// <param name="Name">The name given in advance; null if none was.</param>
/// <param name="CanAsk">Whether a user is there to be asked; false with <c>--no-input</c>, with <c>--json</c> and in scripts.</param>
public readonly record struct GivenAnswers(bool Yes, string? Name, bool CanAsk);

/// <summary>What follows from the answers given before the question.</summary>
public enum AdvanceAnswer
{
    Approved,

    /// <summary>The user has to be asked.</summary>
    Ask,

    /// <summary>The name given in advance is another one.</summary>
    WrongName,

    /// <summary>The account requires the name, none was given, and there is no one to ask.</summary>
    NameMissing,

    /// <summary>An answer is needed, and there is no one to ask.</summary>
    InputMissing,

    /// <summary>No answer can approve the plan.</summary>
    Refused,
}

/// <summary>A user's approval of a plan. Only an <see cref="ApprovalRule"/> gives one.</summary>
public sealed record Approval
{
    internal Approval(string? name) => Name = name;

    /// <summary>The name that was typed or given with the command; null if a yes was enough. It travels with the command.</summary>
    public string? Name { get; }
}

/// <summary>
/// The one rule that decides how a plan is approved. Commands, pages and workers ask it; nothing else compares a typed name.
/// </summary>
public sealed record ApprovalRule
{
    private ApprovalRule(ApprovalNeed need, string? name = null) => (Need, Name) = (need, name);

    public ApprovalNeed Need { get; }

    /// <summary>The name to type; null if none is needed.</summary>
    public string? Name { get; }

    public bool CanApprove => Need is not (ApprovalNeed.Forbidden or ApprovalNeed.Blocked);

    /// <summary>Gets the rule for a plan.</summary>
    /// <param name="project">The project's name; null for selected resources.</param>
    public static ApprovalRule Of(ChangeKind kind, Plan plan, string? project, GuardRails rails)
    {
        if (plan.Forbidden.Count > 0) return new ApprovalRule(ApprovalNeed.Forbidden);
        if (plan.Refusals.Count > 0) return new ApprovalRule(ApprovalNeed.Blocked);
        if (RequiredName(plan, project, rails) is { } required) return new ApprovalRule(ApprovalNeed.RequiredName, required);
        return kind switch
        {
            _ when plan.IsEmpty => new ApprovalRule(ApprovalNeed.None),
            ChangeKind.Start or ChangeKind.Stop => new ApprovalRule(ApprovalNeed.None),
            ChangeKind.Delete when project is not null => new ApprovalRule(ApprovalNeed.TypedName, project),
            _ when plan.LosesData => new ApprovalRule(ApprovalNeed.TypedName, NameOf(plan, project)),
            _ => new ApprovalRule(ApprovalNeed.Yes),
        };
    }

    /// <summary>Returns the name that has to come with a command because the account requires one; null if it doesn't.</summary>
    /// <inheritdoc cref="Of"/>
    public static string? RequiredName(Plan plan, string? project, GuardRails rails) =>
        rails.NeedsName && !plan.IsEmpty ? NameOf(plan, project) : null;

    /// <summary>Approves with a plain yes, such as a pressed button. Returns null if that isn't enough.</summary>
    public Approval? Accept() => Need is ApprovalNeed.None or ApprovalNeed.Yes ? new Approval(null) : null;

    /// <summary>Approves with typed text. Returns null if the text isn't the name; where no name is needed, no text is either.</summary>
    public Approval? Accept(string? typed) => Name is null ? Accept() : typed?.Trim() == Name ? new Approval(Name) : null;

    /// <summary>Decides by the answers given before the question.</summary>
    public AdvanceAnswer Answer(GivenAnswers given) => Need switch
    {
        ApprovalNeed.Forbidden or ApprovalNeed.Blocked => AdvanceAnswer.Refused,
        ApprovalNeed.None => AdvanceAnswer.Approved,
        ApprovalNeed.TypedName or ApprovalNeed.RequiredName when given.Name is not null =>
            given.Name == Name ? AdvanceAnswer.Approved : AdvanceAnswer.WrongName,
        ApprovalNeed.Yes or ApprovalNeed.TypedName when given.Yes => AdvanceAnswer.Approved,
        _ when given.CanAsk => AdvanceAnswer.Ask,
        ApprovalNeed.RequiredName => AdvanceAnswer.NameMissing,
        _ => AdvanceAnswer.InputMissing,
    };

    /// <summary>Approves by the answers given before the question. Returns null if they don't approve.</summary>
    public Approval? Accept(GivenAnswers given) =>
        Answer(given) is AdvanceAnswer.Approved ? new Approval(Name is null ? null : given.Name) : null;

    /// <summary>The project's name; for selected resources the first that loses data, or the first.</summary>
    private static string NameOf(Plan plan, string? project) =>
        project ?? (plan.Changes.FirstOrDefault(change => change.LosesData) ?? plan.Changes[0]).LogicalId;
}
