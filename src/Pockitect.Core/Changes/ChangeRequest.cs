using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Core.Text;

namespace Pockitect.Core.Changes;

/// <summary>A change that a user asks for. Each kind knows its command and the command line that does the same.</summary>
public abstract record ChangeRequest
{
    public abstract ChangeKind Kind { get; }

    /// <summary>The project's name; null for selected resources.</summary>
    public virtual string? Project => null;

    /// <summary>The same in a terminal.</summary>
    public abstract string CommandLine { get; }

    /// <summary>The command that executes this plan.</summary>
    internal abstract Command CommandFor(Plan plan);
}

/// <summary>Make AWS match a project's blueprint.</summary>
public sealed record DeployRequest(string Slug) : ChangeRequest
{
    public override ChangeKind Kind => ChangeKind.Deploy;

    public override string Project => Slug;

    public override string CommandLine => CommandHint.Join(["pockitect", "deploy", Slug]);

    internal override Command CommandFor(Plan plan) => new Deploy(plan.Fingerprint);
}

/// <summary>Delete a project, or selected resources.</summary>
public abstract record DeleteRequest : ChangeRequest
{
    public override ChangeKind Kind => ChangeKind.Delete;

    public TerminateOptions Options { get; init; } = new();

    public override string CommandLine => CommandHint.Join(
    [
        "pockitect", "delete", .. What,
        .. Options.FinalSnapshots ? [] : (string[])["--no-final-snapshot"],
        .. Options.EmptyBuckets ? ["--empty-buckets"] : (string[])[],
        .. Options.LiftProtection ? ["--lift-protection"] : (string[])[],
    ]);

    /// <summary>The words of the command line that say what to delete.</summary>
    protected abstract IEnumerable<string> What { get; }
}

/// <summary>Delete a project.</summary>
public sealed record ProjectDeleteRequest(string Slug) : DeleteRequest
{
    public override string Project => Slug;

    protected override IEnumerable<string> What => [Slug];

    internal override Command CommandFor(Plan plan) => new Terminate(plan.Fingerprint, Selection: null, Options);
}

/// <summary>Delete selected resources, with what depends on them.</summary>
public sealed record SelectionDeleteRequest(ResourceSelection Selection) : DeleteRequest
{
    protected override IEnumerable<string> What =>
        [.. Selection.Ids.SelectMany(id => (string[])["--id", id]), "--region", Selection.Region];

    internal override Command CommandFor(Plan plan) => new Terminate(plan.Fingerprint, Selection, Options);
}

/// <summary>Start or stop a project's instances and databases.</summary>
public sealed record PowerRequest(string Slug, bool On) : ChangeRequest
{
    public override ChangeKind Kind => On ? ChangeKind.Start : ChangeKind.Stop;

    public override string Project => Slug;

    public override string CommandLine => CommandHint.Join(["pockitect", On ? "start" : "stop", Slug]);

    internal override Command CommandFor(Plan plan) => new Power(On);
}

/// <summary>Settle an unfinished operation.</summary>
/// <param name="Handle">The project's name, or the ID of a delete of selected resources.</param>
public abstract record RecoveryRequest(string Handle) : ChangeRequest
{
    public override string? Project => IsOperation ? null : Handle;

    /// <summary>The ID of a delete of selected resources; null for a project's operation.</summary>
    public string? OperationId => IsOperation ? Handle : null;

    public override string CommandLine => CommandHint.Join(["pockitect", Kind.ToString().ToLowerInvariant(), Handle]);

    /// <summary>The ID of a delete of selected resources starts with a digit. No project's name does.</summary>
    private bool IsOperation => Handle.Length > 0 && char.IsAsciiDigit(Handle[0]);
}

/// <summary>Finish an unfinished operation.</summary>
/// <inheritdoc cref="RecoveryRequest"/>
public sealed record ResumeRequest(string Handle) : RecoveryRequest(Handle)
{
    public override ChangeKind Kind => ChangeKind.Resume;

    internal override Command CommandFor(Plan plan) => new Resume(plan.Fingerprint) { OperationId = OperationId };
}

/// <summary>Roll a project's unfinished operation back.</summary>
/// <inheritdoc cref="RecoveryRequest"/>
public sealed record UndoRequest(string Handle) : RecoveryRequest(Handle)
{
    public override ChangeKind Kind => ChangeKind.Undo;

    /// <summary>Whether the contents of deleted buckets are deleted too; null if that is decided with the plan in view.</summary>
    public bool? EmptyBuckets { get; init; }

    public override string CommandLine => EmptyBuckets is true ? $"{base.CommandLine} --empty-buckets" : base.CommandLine;

    internal override Command CommandFor(Plan plan) => new Undo(plan.Fingerprint, EmptyBuckets is true);
}

/// <summary>Keep the current state and close an unfinished operation.</summary>
/// <inheritdoc cref="RecoveryRequest"/>
public sealed record KeepRequest(string Handle) : RecoveryRequest(Handle)
{
    public override ChangeKind Kind => ChangeKind.Keep;

    internal override Command CommandFor(Plan plan) => new Keep { OperationId = OperationId };
}
