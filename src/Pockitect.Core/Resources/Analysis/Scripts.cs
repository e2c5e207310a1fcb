using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>
/// Users' scripts, which may contain passwords: journals refer to them by hash. Scripts that are needed again come from the blueprints.
/// </summary>
public static class Scripts
{
    private const string Mark = "sha256:";

    /// <summary>Returns the spec with each script replaced by its hash.</summary>
    public static Spec Withhold(Spec spec) => Map(spec, script => IsWithheld(script) || script.Length == 0 ? script : NameOf(script));

    /// <summary>Returns the spec for screens and exports, with each script replaced by its length.</summary>
    public static Spec Hide(Spec spec) =>
        Map(spec, script => script.Length == 0 ? script : $"(a script of {script.Length} characters, not shown)");

    /// <summary>Whether a script in the spec is only a hash.</summary>
    public static bool HasWithheld(Spec spec) => In(spec).Any(IsWithheld);

    /// <summary>Whether a script in the spec is a hash of an unknown script.</summary>
    public static bool HasLost(Spec spec, IReadOnlyDictionary<string, string> known) =>
        In(spec).Any(script => IsWithheld(script) && !known.ContainsKey(script));

    /// <summary>Returns the scripts of these specs by their hash.</summary>
    public static IReadOnlyDictionary<string, string> Known(IEnumerable<Spec> specs)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var script in specs.SelectMany(In)) known[NameOf(script)] = script;
        return known;
    }

    /// <summary>Returns the spec with its scripts restored. Unknown scripts are not managed.</summary>
    public static Spec Restore(Spec spec, IReadOnlyDictionary<string, string> known) =>
        Map(spec, script => IsWithheld(script) ? known.GetValueOrDefault(script) : script);

    /// <summary>Returns the hash that replaces a script; null for a script itself.</summary>
    internal static string? HashOf(string script) => IsWithheld(script) ? script[Mark.Length..] : null;

    private static string NameOf(string script) => Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static bool IsWithheld(string script) => script.StartsWith(Mark, StringComparison.Ordinal);

    private static IEnumerable<string> In(Spec spec) =>
        Shape.Of(spec.GetType()).Properties.Where(property => property.IsScript).Select(property => property.Get(spec)).OfType<string>();

    private static Spec Map(Spec spec, Func<string, string?> map) => In(spec).Any()
        ? SpecTree.With(
            spec, property => property is { IsScript: true } && property.Get(spec) is string script ? map(script) : property.Get(spec))
        : spec;
}
