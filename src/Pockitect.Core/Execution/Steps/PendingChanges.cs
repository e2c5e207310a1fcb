using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Execution.Steps;

/// <summary>What a resource lacks of its desired settings and tags.</summary>
/// <param name="Now">The resource.</param>
/// <param name="Desired">The settings that it can have.</param>
/// <param name="Settings">The settings that differ.</param>
/// <param name="SetTags">Tags to add or to change.</param>
/// <param name="RemoveTags">Keys of tags to remove.</param>
internal sealed record PendingChanges(
    Observed Now,
    Spec Desired,
    IReadOnlyList<PropertyChange> Settings,
    IReadOnlyDictionary<string, string> SetTags,
    IReadOnlyList<string> RemoveTags)
{
    public bool IsEmpty => Settings.Count == 0 && !HasTags;

    public bool HasTags => SetTags.Count > 0 || RemoveTags.Count > 0;

    /// <summary>The names of all differences, for a message.</summary>
    public string Names => string.Join(
        ", ", [.. Settings.Select(difference => difference.Path), .. SetTags.Keys.Concat(RemoveTags).Select(key => $"Tags.{key}")]);

    /// <inheritdoc cref="SentChanges.Items"/>
    public IReadOnlyCollection<string> Items => SentChanges.Items(Settings, SetTags, RemoveTags);

    /// <param name="attainable">The settings that the resource can have.</param>
    /// <param name="requested">The requested settings and tags.</param>
    public static PendingChanges Of(Observed now, Spec attainable, Spec requested)
    {
        var settings = SpecDiff.Compare(attainable, now.Spec);
        if (requested.Tags is not { } tags) return new PendingChanges(now, attainable, settings, new Dictionary<string, string>(), []);
        return new PendingChanges(
            now,
            attainable,
            settings,
            tags.Where(tag => now.Tags.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary(),
            // Only tags in the plan: other tags belong to others.
            [.. now.Tags.Keys.Where(key => requested.IsExact($"Tags.{key}") && !tags.ContainsKey(key))]);
    }

    /// <summary>Returns the fault of an update that AWS accepted but doesn't show.</summary>
    public Fault NotShown()
    {
        var missing = Settings.Select(difference => $"{difference.Path}: {NotTaken(difference)}")
            .Concat(SetTags.Select(tag => $"Tags.{tag.Key}: expected {tag.Value}"))
            .Concat(RemoveTags.Select(key => $"Tags.{key}: still there"));
        return new Fault(
            FaultKind.Invalid,
            "NotTaken",
            $"AWS did not apply {string.Join("; ", missing)}. Change that setting to a value that AWS keeps.");
    }

    // Messages go to the journal and the log, which must not contain scripts: only their hash is shown.
    private static string NotTaken(PropertyChange difference)
    {
        if (difference.Items.Count == 0)
        {
            var (old, desired) = PlanText.Pair(difference);
            return $"expected {desired}, has {old}";
        }

        var lines = PlanText.Items(difference);
        var missing = lines.Where(line => line.IsAdded).Select(line => line.Text).ToList();
        var extra = lines.Where(line => !line.IsAdded).Select(line => line.Text).ToList();
        List<string> parts = [];
        if (missing.Count > 0) parts.Add($"missing {string.Join(", ", missing)}");
        if (extra.Count > 0) parts.Add($"still has {string.Join(", ", extra)}");
        return string.Join(", ", parts);
    }
}
