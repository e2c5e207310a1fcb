using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>
/// Decides which existing and desired resources can exist at the same time. Names, address ranges and attachments are unique.
/// </summary>
/// <param name="wanted">The resources after the deploy, by logical ID.</param>
internal sealed class Coexistence(IReadOnlyDictionary<string, PlannedChange> wanted)
{
    /// <summary>Whether no existing resource has its name: unnamed resources get a new name.</summary>
    private static readonly Creation Unnamed = new("", new Dictionary<string, string>(), "");

    private readonly Dictionary<string, Spec> _withIds = new(StringComparer.Ordinal);

    /// <summary>Whether the existing and the desired resource can coexist.</summary>
    public bool Fit(PlannedChange living, PlannedChange made)
    {
        var desired = WithIds(made);
        return living.Place != made.Place
            // An existing resource is there.
            || (made.Type.NaturalKey(desired, Unnamed) != living.Now!.Id && made.Type.CanCoexistWith(living.Now.Spec, desired));
    }

    /// <summary>Returns the desired settings, with the IDs of those targets that stay.</summary>
    public Spec WithIds(PlannedChange made)
    {
        if (_withIds.TryGetValue(made.LogicalId, out var known)) return known;
        var spec = SpecTree.Map(made.Desired!, (target, _) => IdOf(target) ?? target); // Only called for desired resources.
        _withIds[made.LogicalId] = spec;
        return spec;
    }

    private RefTarget.Existing? IdOf(RefTarget target) =>
        target is RefTarget.Named { LogicalId: var name }
        && wanted.GetValueOrDefault(name) is { Now: { } now, Action: ChangeAction.Keep or ChangeAction.Update }
            ? new RefTarget.Existing(now.Id)
            : null;
}
