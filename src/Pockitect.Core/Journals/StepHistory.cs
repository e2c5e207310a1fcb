using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Core.Journals;

/// <summary>
/// The steps of an operation's earlier attempts, from its journal. They determine the client token of the next attempt: the same after a
/// lost answer, another one after a known refusal.
/// </summary>
internal sealed class StepHistory
{
    // Denied and throttled calls don't count: AWS rejects them before it checks the token.
    private static readonly HashSet<string> refusals =
    [
        nameof(FaultKind.Quota),
        nameof(FaultKind.Invalid),
        nameof(FaultKind.NotFound),
        nameof(FaultKind.Dependency),
        nameof(FaultKind.NotYetConsistent),
    ];

    private readonly Lock _adding = new();
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<string> _requested = new(StringComparer.Ordinal);
    private readonly HashSet<(string Step, string Id)> _made = [];
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>Folds the lines of a journal.</summary>
    public static StepHistory Of(IEnumerable<JournalEntry> entries)
    {
        var history = new StepHistory();
        foreach (var entry in entries)
        {
            history.Add(entry);
            if (entry is Intended intended) history._begun.Add(intended.LogicalId);
        }

        return history;
    }

    /// <summary>Returns how often AWS refused to create the resource of this step.</summary>
    public int Refusals(string step)
    {
        lock (_adding) return _refused.GetValueOrDefault(step);
    }

    /// <summary>Whether an earlier attempt of this step created the resource with this ID.</summary>
    public bool HasMade(string step, string id)
    {
        lock (_adding) return _made.Contains((step, id));
    }

    /// <summary>Whether an earlier attempt started a step of this resource, and may have made its changes.</summary>
    public bool HasBegun(string logicalId) => _begun.Contains(logicalId);

    /// <summary>Adds a line of this attempt.</summary>
    public void Add(JournalEntry entry)
    {
        lock (_adding)
        {
            switch (entry)
            {
                case Intended { Kind: StepKind.Create } intended:
                    _requested.Add(intended.Step);
                    break;
                case Made made:
                    _requested.Remove(made.Step);
                    _made.Add((made.Step, made.Id));
                    break;
                // A failure after the creation says nothing about the token.
                case StepFailed failed when _requested.Remove(failed.Step) && refusals.Contains(failed.Kind):
                    _refused[failed.Step] = _refused.GetValueOrDefault(failed.Step) + 1;
                    break;
            }
        }
    }
}
