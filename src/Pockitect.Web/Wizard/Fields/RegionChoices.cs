using Pockitect.Aws;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>Loads the choices of a draft's Region, once per Region.</summary>
/// <param name="load">Loads the choices of a Region, by setting path without list positions.</param>
internal sealed class RegionChoices(Func<string, Task<IReadOnlyDictionary<string, ChoiceList>>> load)
{
    private string? _region;

    /// <summary>Returns the choices if the draft's Region is another one than before; otherwise null.</summary>
    public async Task<IReadOnlyDictionary<string, ChoiceList>?> LoadAsync(BlueprintDraft draft)
    {
        // A text with errors has no Region. Its own value will do until the first one without errors.
        var region = draft.Now.Region ?? (_region is null ? draft.FormTree.TextAt("project.region") : null);
        if (region is null || region == _region) return null;
        _region = region;
        var lists = await load(region);
        return region == _region ? lists : null;
    }
}
