using System.Text;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor.Queries;

/// <summary>The property that a keyword searches.</summary>
public enum QueryKey
{
    Type,
    Region,
    State,
    Project,
    Tag,
    Name,
    Id,
}

/// <summary>
/// The search language: words, and <c>type:instance region:eu state:running tag:env=prod project:shop</c>. A minus excludes, quotes keep
/// spaces and colons, and <c>*</c> matches any value. Values of one keyword are alternatives; all tags and all words must match.
/// </summary>
public sealed class MonitorQuery
{
    /// <summary>The keywords with filters next to the table.</summary>
    public static readonly IReadOnlyList<QueryKey> Facets = [QueryKey.Type, QueryKey.Region, QueryKey.State, QueryKey.Project];

    public const string Any = "*";

    private readonly List<Term> _always = [];
    private readonly Dictionary<QueryKey, List<Term>> _oneOf = [];

    private MonitorQuery(string text) => Text = text;

    public static MonitorQuery All { get; } = Parse("");

    public string Text { get; }

    /// <summary>Errors in the query, as sentences. Words with errors are ignored.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <param name="types">The known resource types, used to report unknown ones; null if not available.</param>
    public static MonitorQuery Parse(string text, IReadOnlyCollection<ResourceType>? types = null)
    {
        var problems = new List<string>();
        var query = new MonitorQuery(text) { Problems = problems };
        foreach (var word in Split(text, problems))
        {
            if (Read(word, types, problems) is not { } term) continue;
            if (term.Key is { } key && Facets.Contains(key) && !term.IsNot)
            {
                if (!query._oneOf.TryGetValue(key, out var values)) query._oneOf[key] = values = [];
                values.Add(term);
            }
            else
            {
                query._always.Add(term);
            }
        }

        return query;
    }

    public bool Takes(MonitorRow row) => Misses(row, out _) == 0;

    /// <summary>Returns how many filters exclude the row, or a larger number if something else does.</summary>
    /// <param name="missed">One of these filters.</param>
    internal int Misses(MonitorRow row, out QueryKey missed)
    {
        missed = default;
        foreach (var term in _always)
        {
            if (term.Fits(row) == term.IsNot) return int.MaxValue;
        }

        var count = 0;
        foreach (var (key, values) in _oneOf)
        {
            if (values.Exists(term => term.Fits(row))) continue;
            missed = key;
            count++;
        }

        return count;
    }

    /// <summary>Whether the query contains this filter value.</summary>
    public bool Has(QueryKey key, string? value) => IndexOf(Words(), key, value) >= 0;

    /// <summary>Adds the value to the query, or removes it.</summary>
    /// <param name="value">Null selects resources without a value, such as those without a project.</param>
    public string Toggle(QueryKey key, string? value)
    {
        var words = Words();
        var index = IndexOf(words, key, value);
        if (index >= 0) words.RemoveAt(index);
        else words.Add(new Word(TermOf(key, value), null, "", IsNot: false));
        return string.Join(' ', words.Select(word => word.Raw));
    }

    /// <summary>
    /// Returns the query word for a value, quoted if necessary. For null, the word that matches resources without a value.
    /// </summary>
    public static string TermOf(QueryKey key, string? value)
    {
        var name = key.ToString().ToLowerInvariant();
        if (value is null) return $"-{name}:{Any}";
        return value.Any(char.IsWhiteSpace) ? $"{name}:\"{value}\"" : $"{name}:{value}";
    }

    private List<Word> Words() => Split(Text, []);

    private static int IndexOf(List<Word> words, QueryKey key, string? value) => words.FindIndex(word =>
        word.IsNot == value is null && word.Key is { } name && name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)
        && word.Value.Equals(value ?? Any, StringComparison.OrdinalIgnoreCase));

    private static Term? Read(Word word, IReadOnlyCollection<ResourceType>? types, List<string> problems)
    {
        var value = word.Value.ToLowerInvariant();
        if (word.Key is null) return value.Length == 0 ? null : new Term(null, value, word.IsNot);
        if (!Enum.GetNames<QueryKey>().Contains(word.Key, StringComparer.OrdinalIgnoreCase))
        {
            var known = string.Join(", ", Enum.GetNames<QueryKey>().Select(name => name.ToLowerInvariant()));
            problems.Add($"Unknown keyword '{word.Key}'. Use one of {known}, or quote the word to search for it literally.");
            return null;
        }

        var key = Enum.Parse<QueryKey>(word.Key, ignoreCase: true);
        if (value.Length == 0)
        {
            problems.Add($"'{word.Raw}' needs a value after the colon.");
            return null;
        }

        if (key is QueryKey.Type && value != Any && types?.Any(type => Term.MeansType(value, type.Name)) is false)
            problems.Add($"Unknown resource type '{word.Value}'. Known types: {string.Join(", ", types.Select(type => type.ShortName))}.");
        return new Term(key, value, word.IsNot);
    }

    private static List<Word> Split(string text, List<string> problems)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            words.Add(Next(text, ref at, problems));
        }

        return words;
    }

    private static Word Next(string text, ref int at, List<string> problems)
    {
        var start = at;
        var isNot = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
        if (isNot) at++;
        string? key = null;
        var value = new StringBuilder();
        var (isQuoted, canBeKey) = (false, true);
        for (; at < text.Length && (isQuoted || !char.IsWhiteSpace(text[at])); at++)
        {
            if (text[at] == '"')
            {
                // Quoted words are searched literally.
                canBeKey &= key is not null;
                isQuoted = !isQuoted;
            }
            // IDs and addresses contain colons, too: arn:aws:… has none of our keywords and is a plain word.
            else if (text[at] == ':' && canBeKey && value.Length > 0 && value.ToString() is not "arn")
            {
                (key, canBeKey) = (value.ToString(), false);
                value.Clear();
            }
            else
            {
                canBeKey &= text[at] != ':';
                value.Append(text[at]);
            }
        }

        var raw = text[start..at];
        if (isQuoted)
        {
            problems.Add($"Missing closing quote in {raw}.");
            raw += '"';
        }

        return new Word(raw, key, value.ToString(), isNot);
    }

    /// <summary>The word as typed.</summary>
    private sealed record Word(string Raw, string? Key, string Value, bool IsNot);

    /// <summary>A parsed word, in lowercase.</summary>
    private sealed record Term(QueryKey? Key, string Value, bool IsNot)
    {
        public bool Fits(MonitorRow row) => Key switch
        {
            null => row.Text.Contains(Value, StringComparison.Ordinal),
            QueryKey.Type => Value == Any || MeansType(Value, row.Resource.Type),
            QueryKey.Region => Value == Any || row.Region.StartsWith(Value, StringComparison.OrdinalIgnoreCase),
            QueryKey.State =>
                Value == Any
                    || row.State.Equals(Value, StringComparison.OrdinalIgnoreCase)
                    || row.Resource.Phase.ToString().Equals(Value, StringComparison.OrdinalIgnoreCase),
            QueryKey.Project => row.Project is { } project && (Value == Any || project.Equals(Value, StringComparison.OrdinalIgnoreCase)),
            QueryKey.Tag => HasTag(row.Resource.Tags),
            QueryKey.Name => Value == Any || row.Name.Contains(Value, StringComparison.OrdinalIgnoreCase),
            _ => Value == Any || row.Id.Contains(Value, StringComparison.OrdinalIgnoreCase),
        };

        /// <summary>Matches the full type name, or a part between colons: the service or the short name.</summary>
        public static bool MeansType(string value, string type) =>
            type.Equals(value, StringComparison.OrdinalIgnoreCase)
            || type.EndsWith($"::{value}", StringComparison.OrdinalIgnoreCase)
            || type.Contains($"::{value}::", StringComparison.OrdinalIgnoreCase);

        private bool HasTag(IReadOnlyDictionary<string, string> tags)
        {
            var split = Value.IndexOf('=', StringComparison.Ordinal);
            var key = split < 0 ? Value : Value[..split];
            foreach (var tag in tags)
            {
                if (!tag.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) continue;
                if (split < 0 || Value[(split + 1)..] == Any || tag.Value.Equals(Value[(split + 1)..], StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return false;
        }
    }
}
