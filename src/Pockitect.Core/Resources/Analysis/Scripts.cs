using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Core.Resources.Analysis;

/// <summary>
/// People's scripts, which may hold passwords: a journal names each by its hash and holds none. What is needed again is taken from
/// where the person wrote it.
/// </summary>
public static class Scripts
{
    private const string Mark = "sha256:";

    /// <summary>The same spec with the hash of each script in its place.</summary>
    public static Spec Withhold(Spec spec) => Map(spec, script => IsWithheld(script) || script.Length == 0 ? script : NameOf(script));

    /// <summary>The same spec as a screen and an export may have it: in the place of each script, how long it is.</summary>
    public static Spec Hide(Spec spec) => Map(spec, script => script.Length == 0 ? script : $"(a script of {script.Length} characters, not shown)");

    /// <summary>Some script of it is only a hash.</summary>
    public static bool HasWithheld(Spec spec) => In(spec).Any(IsWithheld);

    /// <summary>Some script of it is only a hash, and is none of those that are known.</summary>
    public static bool HasLost(Spec spec, IReadOnlyDictionary<string, string> known) => In(spec).Any(script => IsWithheld(script) && !known.ContainsKey(script));

    /// <summary>The scripts of these specs, by what stands for each where it is withheld.</summary>
    public static IReadOnlyDictionary<string, string> Known(IEnumerable<Spec> specs)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var script in specs.SelectMany(In)) known[NameOf(script)] = script;
        return known;
    }

    /// <summary>The same spec with its scripts back in their places; one that nobody knows any more is not managed.</summary>
    public static Spec Restore(Spec spec, IReadOnlyDictionary<string, string> known) =>
        Map(spec, script => IsWithheld(script) ? known.GetValueOrDefault(script) : script);

    /// <summary>The hash that stands for a withheld script; null for a script itself.</summary>
    internal static string? HashOf(string script) => IsWithheld(script) ? script[Mark.Length..] : null;

    private static string NameOf(string script) => Mark + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static bool IsWithheld(string script) => script.StartsWith(Mark, StringComparison.Ordinal);

    private static IEnumerable<string> In(Spec spec) =>
        Shape.Of(spec.GetType()).Properties.Where(property => property.IsScript).Select(property => property.Get(spec)).OfType<string>();

    private static Spec Map(Spec spec, Func<string, string?> map) => In(spec).Any()
        ? SpecTree.With(spec, property => property is { IsScript: true } && property.Get(spec) is string script ? map(script) : property.Get(spec))
        : spec;
}
