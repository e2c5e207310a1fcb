using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Resources;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>The state that the form's parts share: the session, available choices, the highlighted setting, and expanded groups.</summary>
public sealed partial class FormContext(WizardSession session)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private BlueprintPrice? _priced;
    private ILookup<string, MonthlyPrice>? _prices;

    public WizardSession Session => session;

    public BlueprintDraft Draft => session.Draft;

    /// <summary>The price of the draft's last valid version.</summary>
    public SketchPricing Prices => session.Prices;

    /// <summary>The values in the form.</summary>
    public BlueprintTree Tree => Draft.FormTree;

    /// <summary>Whether fields can edit the text.</summary>
    public bool CanFill => Draft.Now.Tree is not null;

    /// <summary>The available choices, by setting path without list positions.</summary>
    public IReadOnlyDictionary<string, ChoiceList> Choices { get; set; } = new Dictionary<string, ChoiceList>();

    /// <summary>The path whose line and resource are highlighted; null for none.</summary>
    public string? Lit { get; private set; }

    /// <summary>The path of the field that receives the focus after rendering; null for none.</summary>
    public string? Desired { get; set; }

    /// <summary>Raised when the highlight changes.</summary>
    public event Action? LitChanged;

    /// <summary>Raised to go to the field of a path.</summary>
    public event Action<string>? Going;

    /// <summary>The logical ID of the highlighted resource.</summary>
    public string? LitResource => Lit is { } path ? Places.LogicalIdOf(Tree, path) : null;

    /// <summary>Returns the price of an entry's resources; empty if free or unknown.</summary>
    public IReadOnlyList<MonthlyPrice> PricesOf(string entry)
    {
        if (Prices.Price is not { } price || Draft.LastGood?.Tree is not { } tree) return [];
        if (!ReferenceEquals(price, _priced))
        {
            _priced = price;
            _prices = price.Resources.Where(resource => !resource.Price.IsFree)
                .ToLookup(
                    resource =>
                        Places.PathOf(tree, resource.LogicalId) is var path && path.EndsWith("].name", StringComparison.Ordinal)
                            ? path[..^".name".Length]
                            : path,
                    resource => resource.Price);
        }

        return [.. _prices![entry]]; // Set together with its price.
    }

    public void Light(string path)
    {
        if (path == Lit) return;
        Lit = path;
        LitChanged?.Invoke();
    }

    public void GoTo(string path)
    {
        Open(path);
        Light(path);
        Going?.Invoke(path);
    }

    public bool IsOpen(string group) => _open.Contains(group);

    public void Toggle(string group)
    {
        if (!_open.Remove(group)) _open.Add(group);
    }

    /// <summary>Returns the element ID for a path.</summary>
    public static string IdOf(string path) => $"f-{OtherCharacters().Replace(path, "-").Trim('-')}";

    /// <summary>
    /// Returns the element IDs of a path's field and of everything around it, so that hidden fields lead to a visible element.
    /// </summary>
    public static IReadOnlyList<string> IdsOf(string path) => [IdOf(path), .. Around(path).Select(IdOf)];

    /// <summary>Expands all groups that contain a setting.</summary>
    private void Open(string path) => _open.UnionWith(Around(path));

    private static IEnumerable<string> Around(string path)
    {
        for (var at = path.LastIndexOfAny(['.', '[']); at > 0; at = path[..at].LastIndexOfAny(['.', '['])) yield return path[..at];
    }

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex OtherCharacters();
}
