using System.Buffers;
using Pockitect.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pockitect.Core.Yaml;

/// <summary>Builds the tree of a text from parser events, with limits on depth and alias expansion.</summary>
internal sealed class YamlLoader(string text)
{
    public const int MaxDepth = 64;

    /// <summary>The maximum number of values from all aliases of a file, so that ten lines can't expand to a billion.</summary>
    private const int MaxAliased = 100_000;

    private static readonly SearchValues<char> TokenEnds = SearchValues.Create(" \t\r\n,]}");

    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly HashSet<string> _open = [];
    private readonly List<YamlProblem> _problems = [];
    private int _aliased;

    // The parser would treat a byte order mark as part of the first key, so it doesn't see it.
    private readonly int _skipped = text.StartsWith('\uFEFF') ? 1 : 0;
    private readonly Parser _parser = new(new StringReader(text.TrimStart('\uFEFF')));

    public YamlText Load()
    {
        YamlNode? root = null;
        var isWhole = false;
        try
        {
            Next<StreamStart>();
            if (_parser.Accept<DocumentStart>(out _))
            {
                Next<DocumentStart>();
                root = Node(depth: 0);
                Next<DocumentEnd>();
            }

            isWhole = true;

            if (_parser.Accept<DocumentStart>(out var second))
                Add(second.Start, "A second document starts here, but a blueprint has only one. Remove the '---' and everything after it.");
        }
        catch (YamlException e)
        {
            _problems.Add(YamlFaults.Explain(e, text));
        }
        catch (GiveUpException e)
        {
            _problems.Add(e.Problem);
        }
        catch (Exception e)
            when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The parser has bugs: for some malformed flow collections it throws undocumented exceptions.
            Add(_parser.Current?.End ?? Mark.Empty, "Invalid YAML from here on. Check for an unclosed bracket, brace or quote.");
        }

        return new YamlText(_problems.Count == 0 ? root : null, _problems) { Readable = isWhole ? root : null };
    }

    private YamlNode Node(int depth)
    {
        if (_parser.Accept<AnchorAlias>(out _)) return Alias(Next<AnchorAlias>(), depth);

        var node = _parser.Current as NodeEvent ?? throw new YamlException("did not find expected node content");
        if (depth >= MaxDepth && node is MappingStart or SequenceStart)
            throw GiveUp(node.Start, FormattableString.Invariant($"More than {MaxDepth} levels of nesting; blueprints don't need that."));
        // The parser gives values without a tag the tag '?'.
        if (!node.Tag.IsEmpty && node.Tag.Value != "?")
        {
            Add(
                node.Start,
                $"Tags such as '{MessageFormat.Value(TextAt(node))}' are not allowed; remove it, or quote a value that starts with '!'.");
        }

        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null) _open.Add(anchor);
        YamlNode result = node switch
        {
            MappingStart => Map(Next<MappingStart>(), depth),
            SequenceStart => List(Next<SequenceStart>(), depth),
            _ => Scalar(Next<Scalar>()),
        };
        if (anchor is not null)
        {
            _open.Remove(anchor);
            _anchors[anchor] = result;
        }

        return result;
    }

    private YamlAlias Alias(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        if (_open.Contains(name))
            throw GiveUp(alias.Start, $"'*{MessageFormat.Value(name)}' is inside the value that it repeats, which would never end.");
        if (!_anchors.TryGetValue(name, out var target))
        {
            throw GiveUp(
                alias.Start,
                $"'*{MessageFormat.Value(name)}' has no anchor above it. Add '&{MessageFormat.Value(name)}' before the value, or quote "
                    + "text that starts with '*'.");
        }

        if (depth + target.Height > MaxDepth)
        {
            throw GiveUp(
                alias.Start,
                FormattableString.Invariant(
                    $"'*{MessageFormat.Value(name)}' causes more than {MaxDepth} levels of nesting; blueprints don't need that."));
        }

        // Each alias is visited once, and its target's size includes that of nested aliases.
        _aliased += target.Size;
        if (_aliased > MaxAliased)
        {
            throw GiveUp(
                alias.Start,
                FormattableString.Invariant($"The aliases expand to more than {MaxAliased:N0} values; blueprints don't need that."));
        }

        return new YamlAlias(target) { Position = At(alias.Start), Start = Index(alias.Start), End = Index(alias.End) };
    }

    private YamlMap Map(MappingStart start, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, Position>();
        while (!_parser.Accept<MappingEnd>(out _))
        {
            var key = Key(depth);
            var value = Node(depth + 1);
            if (key.Text == "<<" && key.IsPlain)
                _problems.Add(
                    new YamlProblem(
                        key.Position,
                        "Merge keys ('<<') are not part of YAML 1.2. Write out the settings, or use an alias for the whole value."));
            else if (!seen.TryAdd(key.Text, key.Position))
                _problems.Add(
                    new YamlProblem(
                        key.Position,
                        FormattableString.Invariant(
                            $"Duplicate key '{MessageFormat.Value(key.Text)}'; the first is on line {seen[key.Text].Line}. Remove one.")));
            entries.Add(new YamlEntry(key, value));
        }

        var end = Next<MappingEnd>();
        var isFlow = start.Style is MappingStyle.Flow;
        return new YamlMap(entries)
        {
            Position = At(start.Start),
            Start = Index(start.Start),
            End = isFlow ? Index(end.Start) + 1 : entries[^1].Value.End,
            IsFlow = isFlow,
            IsAnchored = !start.Anchor.IsEmpty,
        };
    }

    private YamlScalar Key(int depth)
    {
        if (_parser.Accept<AnchorAlias>(out var alias)) throw GiveUp(alias.Start, "A key must be plain text, not an alias.");
        if (!_parser.Accept<Scalar>(out _) && _parser.Current is { } other)
            throw GiveUp(other.Start, "A key must be plain text, not a list or a group of settings.");
        return (YamlScalar)Node(depth + 1);
    }

    private YamlList List(SequenceStart start, int depth)
    {
        var items = new List<YamlNode>();
        while (!_parser.Accept<SequenceEnd>(out _)) items.Add(Node(depth + 1));

        var end = Next<SequenceEnd>();
        var isFlow = start.Style is SequenceStyle.Flow;
        return new YamlList(items)
        {
            Position = At(start.Start),
            Start = Index(start.Start),
            End = isFlow ? Index(end.Start) + 1 : items[^1].End,
            IsFlow = isFlow,
            IsAnchored = !start.Anchor.IsEmpty,
        };
    }

    private YamlScalar Scalar(Scalar scalar) => new()
    {
        Text = scalar.Value,
        Style = scalar.Style,
        Position = At(scalar.Start),
        Start = Index(scalar.Start),
        End = Math.Max(Index(scalar.Start), Index(scalar.End)),
        IsAnchored = !scalar.Anchor.IsEmpty,
    };

    private T Next<T>()
        where T : ParsingEvent => _parser.Consume<T>();

    private string TextAt(NodeEvent node)
    {
        var rest = text.AsSpan(Math.Min(Index(node.Start), text.Length));
        var end = rest.IndexOfAny(TokenEnds);
        return new string(end < 0 ? rest : rest[..end]);
    }

    private void Add(Mark at, string message) => _problems.Add(new YamlProblem(At(at), message));

    private static GiveUpException GiveUp(Mark at, string message) => new(new YamlProblem(At(at), message));

    private static Position At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private int Index(Mark mark) => (int)mark.Index + _skipped;

    /// <summary>Stops reading the text. Thrown and caught only in this file.</summary>
    private sealed class GiveUpException(YamlProblem problem) : Exception(problem.Message)
    {
        public YamlProblem Problem { get; } = problem;
    }
}
