using Pockitect.Core.Faults;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution.Steps;

/// <summary>
/// The changes that a step has sent to AWS. AWS's reads may lag, so a sent difference is awaited, and resent only sparingly.
/// </summary>
internal sealed class SentChanges
{
    /// <summary>How often new differences may follow others, for settings that depend on each other.</summary>
    private const int MostRounds = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private HashSet<string> _last = new(StringComparer.Ordinal);
    private TimeSpan _pause;
    private TimeSpan _sinceLast;
    private TimeSpan _repeatAfter = FirstRepeat;
    private int _rounds;

    /// <summary>Whether a change was sent.</summary>
    public bool Any => _sent.Count > 0;

    /// <summary>Whether AWS has accepted a change, or its answer was lost.</summary>
    public bool WasMade { get; private set; }

    /// <summary>How long it has waited for AWS to show the last new change.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Whether the answer to the last change was lost.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>Why the last change may not have been made; null if AWS accepted it.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>The differences as single items, so that items which AWS already shows don't count as new.</summary>
    public static IReadOnlyCollection<string> Items(
        IEnumerable<PropertyChange> differences, IReadOnlyDictionary<string, string> set, IEnumerable<string> remove) =>
    [
        .. differences.SelectMany(difference => difference.Items.Count == 0
            ? [$"{difference.Path} = {difference.New}"]
            : difference.Items.Select(item => $"{difference.Path} {item.Path}: {item.Old} -> {item.New}")),
        .. set.Select(tag => $"tag {tag.Key} = {tag.Value}"),
        .. remove.Select(key => $"no tag {key}"),
    ];

    /// <summary>Whether one of the differences was never sent.</summary>
    public bool IsNew(IReadOnlyCollection<string> items) => _rounds < MostRounds && items.Any(item => !_sent.Contains(item));

    /// <summary>Whether to send the differences now.</summary>
    public bool IsDue(IReadOnlyCollection<string> items) =>
        IsNew(items) || IsInDoubt || (Fault is not null && !_last.SetEquals(items)) || _sinceLast >= _repeatAfter;

    /// <summary>Records that the differences are about to be sent.</summary>
    public void Send(IReadOnlyCollection<string> items)
    {
        if (IsNew(items))
        {
            _rounds++;
            (Waited, _pause, _repeatAfter) = (TimeSpan.Zero, TimeSpan.Zero, FirstRepeat);
        }
        else if (!IsInDoubt)
        {
            _repeatAfter *= 2;
        }

        _sent.UnionWith(items);
        _last = [.. items];
        (_sinceLast, IsInDoubt, Fault) = (TimeSpan.Zero, false, null);
    }

    /// <summary>Records that the call was accepted.</summary>
    public void Accept() => WasMade |= Fault is null;

    /// <summary>
    /// Records that the answer was lost, or that AWS rejected the change because it had already made it, in full or in part.
    /// </summary>
    public void Doubt(Fault fault)
    {
        (IsInDoubt, Fault) = (fault.Kind is FaultKind.Ambiguous, fault);
        WasMade |= IsInDoubt;
    }

    /// <summary>The delay before AWS is read again: none after a new change, then growing.</summary>
    public TimeSpan NextPause()
    {
        var pause = _pause;
        var longer = pause == TimeSpan.Zero ? FirstPause : pause * 1.6;
        _pause = longer < LongestPause ? longer : LongestPause;
        Waited += pause;
        _sinceLast += pause;
        return pause;
    }
}
