using Pockitect.Core;
using Pockitect.Core.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;

namespace Pockitect.Web.Changes;

/// <summary>What a person wants done with a project; in an address its name in lower case.</summary>
public enum Wish
{
    Deploy,
    Delete,
    Start,
    Stop,
    Resume,
    Undo,
}

/// <summary>A plan as it is put to a person, with what has to be said to it.</summary>
public sealed record Proposal
{
    public required string Project { get; init; }

    public required Wish Wish { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What it was made with; of a delete alone.</summary>
    public TerminateOptions Options { get; init; } = new();

    /// <summary>What it goes on with, takes back or ends; null where all has ended.</summary>
    public OperationRecord? Unfinished { get; init; }

    /// <summary>The account as people know it: <c>123456789012 (sandbox)</c>.</summary>
    public required string Account { get; init; }

    public required GuardRails Rails { get; init; }

    public bool IsProduction => Rails.Production is true;

    /// <summary>The name that has to be typed; null where pressing the button is enough, as a yes is in a terminal.</summary>
    public string? NameToType => !Plan.IsEmpty && (Rails.NeedsName || Wish is Wish.Delete || (Plan.LosesData && Wish is not (Wish.Start or Wish.Stop)))
        ? GuardRails.NameToType(Plan, Project)
        : null;

    /// <summary>There is something to approve. An unfinished operation with nothing left to do still gets its end.</summary>
    public bool CanStart => Plan.Refusals.Count == 0 && (!Plan.IsEmpty || Unfinished is not null && Wish is Wish.Deploy or Wish.Resume or Wish.Undo);

    /// <summary>What the button says: what is done, where, and to whose account.</summary>
    public string Button => $"{Doing} {Where}";

    private string Doing => Wish switch
    {
        Wish.Deploy when Plan.IsEmpty => $"Mark the deploy of {Project} as finished",
        Wish.Deploy => $"Deploy {Changes}",
        Wish.Delete => $"Delete {(Count == 1 ? "1 resource" : $"{Count} resources")}",
        Wish.Start => $"Start {(Count == 1 ? "1 resource" : $"{Count} resources")}",
        Wish.Stop => $"Stop {(Count == 1 ? "1 resource" : $"{Count} resources")}",
        Wish.Resume when Plan.IsEmpty => "Mark it as finished",
        Wish.Resume => $"Finish {Changes}",
        _ when Plan.IsEmpty => "Mark it as taken back",
        _ => $"Take back {Changes}",
    };

    private string Where => $"{Preposition} {(Regions.Count == 0 ? "account " : $"{string.Join(", ", Regions)} of ")}{Account}";

    private string Preposition => Wish is Wish.Deploy && !Plan.IsEmpty ? "to" : "in";

    private string Changes => Count == 1 ? "1 change" : $"{Count} changes";

    private int Count => Plan.Changes.Count(change => change.Action is not ChangeAction.Keep);

    private List<string> Regions =>
    [
        .. Plan.Changes.Where(change => change.Action is not ChangeAction.Keep && !change.Type.IsGlobal)
            .Select(change => change.Place.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>The command that carries it out.</summary>
    /// <param name="typed">The name that a person typed; null if none was requested.</param>
    /// <param name="emptyBuckets">Of an undo: what is in the buckets that go, goes too.</param>
    public Command Command(string? typed, bool emptyBuckets = false)
    {
        Command command = Wish switch
        {
            Wish.Deploy => new Deploy(Plan.Fingerprint),
            Wish.Delete => new Terminate(Plan.Fingerprint, Selection: null, Options),
            Wish.Start => new Power(On: true),
            Wish.Stop => new Power(On: false),
            Wish.Resume => new Resume(Plan.Fingerprint),
            _ => new Undo(Plan.Fingerprint, emptyBuckets),
        };
        return command with { Confirmation = typed };
    }

    /// <summary>The same in a terminal.</summary>
    public static string InTerminal(Wish wish, string project, TerminateOptions options) => CommandHint.Join(
    [
        "pockitect", wish.ToString().ToLowerInvariant(), project,
        .. wish is Wish.Delete && !options.FinalSnapshots ? ["--no-final-snapshot"] : (string[])[],
        .. wish is Wish.Delete && options.EmptyBuckets ? ["--empty-buckets"] : (string[])[],
        .. wish is Wish.Delete && options.LiftProtection ? ["--lift-protection"] : (string[])[],
    ]);
}
