namespace Pockitect.Core.Resources;

/// <summary>
/// The IAM actions of a resource type, such as <c>ec2:CreateSubnet</c>, grouped by purpose. An action may be in several groups.
/// </summary>
public sealed record LifeActions
{
    /// <summary>Lists and reads it: for every scan, and before and after every change.</summary>
    public required IReadOnlyList<string> Read { get; init; }

    /// <summary>
    /// To create it with its tags and with every setting that a create call takes; the create call's own action is the first.
    /// </summary>
    public required IReadOnlyList<string> Create { get; init; }

    /// <summary>The one of <see cref="Create"/> that AWS asks for because the create call has tags; null where it asks for none.</summary>
    public string? TagOnCreate { get; init; }

    /// <summary>
    /// What AWS asks for beside the own action of a call, by the call's name: <c>RunInstances</c> with a role takes <c>iam:PassRole</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> AlsoNeeded { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Changes every changeable setting, and its tags.</summary>
    public required IReadOnlyList<string> Update { get; init; }

    /// <summary>To delete it and its content; the action of the call that deletes the resource itself is the last.</summary>
    public required IReadOnlyList<string> Delete { get; init; }

    public IReadOnlyList<string> Start { get; init; } = [];

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The actions without which no resource of the type is ever created.</summary>
    public IReadOnlyList<string> ToCreateAny => TagOnCreate is null ? [Create[0]] : [Create[0], TagOnCreate];

    /// <summary>The action without which no resource of the type is ever deleted.</summary>
    public string ToDeleteAny => Delete[^1];

    /// <summary>All actions without duplicates.</summary>
    public IReadOnlyList<string> All =>
        [.. Read.Concat(Create).Concat(Update).Concat(Delete).Concat(Start).Concat(Stop).Distinct(StringComparer.Ordinal)];
}
