using System.Text.RegularExpressions;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Rules;

/// <summary>Rules for the resources section.</summary>
internal static partial class ResourceRules
{
    public static IReadOnlyList<Rule> All { get; } = [IdsAreWellFormed, IdsAreFree, ReferencesFit];

    /// <summary>1 to 63 letters, digits and hyphens, starting with a letter.</summary>
    public static bool IsLogicalId(string text) => LogicalIdPattern().IsMatch(text);

    private static IEnumerable<Claim> IdsAreWellFormed(Subject s) =>
        from id in s.Blueprint.Resources.Keys
        where !IsLogicalId(id)
        select Claim.Error(
            BlueprintPath.Join("resources", id),
            $"Invalid logical ID '{MessageFormat.Value(id)}': use 1 to 63 letters, digits and hyphens, starting with a letter.");

    private static IEnumerable<Claim> IdsAreFree(Subject s)
    {
        if (s.Blueprint.Resources.Count == 0) return [];
        var made = s.Context.SectionIds(s.Blueprint);
        var written = s.Blueprint.Resources.Keys.Where(made.ContainsKey);
        return written.Select(id => Claim.Error(BlueprintPath.Join("resources", id),
            $"The sections already create a resource with the logical ID '{id}' ({made[id].Name}); choose another."));
    }

    private static IEnumerable<Claim> ReferencesFit(Subject s)
    {
        if (s.Blueprint.Resources.Count == 0) yield break;
        var known = new Dictionary<string, Type>(s.Context.SectionIds(s.Blueprint));
        foreach (var (id, spec) in s.Blueprint.Resources) known[id] = spec.GetType();
        foreach (var (id, spec) in s.Blueprint.Resources)
        {
            foreach (var edge in SpecTree.Edges(spec))
            {
                if (edge.Target is RefTarget.Named target
                    && Problem(id, edge, target.LogicalId, known) is { } problem
                    && (s.Broken.Count == 0 || known.ContainsKey(target.LogicalId)))
                    yield return Claim.Error($"{BlueprintPath.Join("resources", id)}.properties.{edge.Property}", problem);
            }
        }
    }

    private static string? Problem(string from, Edge edge, string to, Dictionary<string, Type> known)
    {
        var needed = edge.SpecType.Name;
        if (to == from && !edge.IsDeferred) return $"'{from}' refers to itself; name another resource.";
        if (known.TryGetValue(to, out var type))
            return type == edge.SpecType ? null : $"'{MessageFormat.Value(to)}' is a {type.Name}; this needs a {needed}.";
        if (PhysicalIdPattern().IsMatch(to)) return $"'{to}' looks like an AWS ID; use {{id: {to}}} for an existing {needed}.";
        var candidates = known.Where(entry => entry.Value == edge.SpecType).Select(entry => entry.Key).ToList();
        var hint = Spelling.Hint(to, candidates);
        if (hint.Length == 0 && candidates.Count > 0) hint = $" Use one of {MessageFormat.List(candidates.Take(10))}.";
        return $"Unknown {needed} '{MessageFormat.Value(to)}' in this blueprint.{hint}";
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,62}\z")]
    private static partial Regex LogicalIdPattern();

    [GeneratedRegex(@"^([a-z]{1,12}-[0-9a-f]{8,17}|arn:.*)\z")]
    private static partial Regex PhysicalIdPattern();
}
