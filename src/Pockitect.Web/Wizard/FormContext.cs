using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Pricing;

namespace Pockitect.Web.Wizard;

/// <summary>What the parts of one window's form share: the desk, what can be chosen, what is lit, and which groups show all of their settings.</summary>
public sealed partial class FormContext(WizardSession desk)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private BlueprintPrice? _priced;
    private ILookup<string, MonthlyPrice>? _prices;

    public WizardSession Desk => desk;

    /// <summary>The values that the form shows.</summary>
    public BlueprintTree Tree => desk.FormTree;

    /// <summary>The text can be edited by fields.</summary>
    public bool CanFill => desk.Now.Tree is not null;

    /// <summary>What can be chosen, by the setting's path without places in lists.</summary>
    public IReadOnlyDictionary<string, ChoiceList> Choices { get; set; } = new Dictionary<string, ChoiceList>();

    /// <summary>The path whose line and resource are lit; null where none is.</summary>
    public string? Lit { get; private set; }

    /// <summary>The path of the field that gets the focus when the form has been drawn; null where none does.</summary>
    public string? Desired { get; set; }

    /// <summary>Something else is lit.</summary>
    public event Action? LitChanged;

    /// <summary>Somebody wants to go to the field of a path.</summary>
    public event Action<string>? Going;

    /// <summary>The logical id of what is lit.</summary>
    public string? LitResource => Lit is { } path ? Places.LogicalIdOf(Tree, path) : null;

    /// <summary>What the resources of an entry cost; nothing for what is free, or not known yet.</summary>
    public IReadOnlyList<MonthlyPrice> PricesOf(string entry)
    {
        if (desk.Price is not { } price || desk.LastGood?.Tree is not { } tree) return [];
        if (!ReferenceEquals(price, _priced))
        {
            _priced = price;
            _prices = price.Resources.Where(resource => !resource.Price.IsFree)
                .ToLookup(resource => Places.PathOf(tree, resource.LogicalId) is var path && path.EndsWith("].name", StringComparison.Ordinal) ? path[..^".name".Length] : path, resource => resource.Price);
        }

        return [.. _prices![entry]]; // Set with what it was made of.
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

    /// <summary>An element's id for a path.</summary>
    public static string IdOf(string path) => $"f-{OtherCharacters().Replace(path, "-").Trim('-')}";

    /// <summary>All groups around a setting show all of theirs.</summary>
    private void Open(string path)
    {
        for (var at = path.LastIndexOfAny(['.', '[']); at > 0; at = path[..at].LastIndexOfAny(['.', '['])) _open.Add(path[..at]);
    }

    [GeneratedRegex("[^a-zA-Z0-9_]+")]
    private static partial Regex OtherCharacters();
}
