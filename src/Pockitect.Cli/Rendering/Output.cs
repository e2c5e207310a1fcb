using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Cli.Host;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Rendering;

/// <summary>Writes output: data to standard output, messages to standard error. With --json, standard output has JSON lines only.</summary>
/// <remarks>
/// The only place where text reaches a terminal. Escapes values, adds the switches in force to suggested commands, quotes names, and wraps
/// lines between words.
/// </remarks>
internal sealed partial class Output
{
    /// <summary>The members that are messages in JSON. All others are data and stay unchanged.</summary>
    private static readonly HashSet<string> Messages = new(StringComparer.Ordinal)
    {
        "error",
        "message",
        "reason",
        "fix",
        "remedy",
        "why",
        "what",
        "problem",
        "detail",
        "summary",
        "blockers",
        "forbidden",
        "failures",
        "skipped",
        "notes",
    };

    private readonly HostEnvironment _surroundings;
    private readonly CommandSwitches _switches;
    private Action<string>? _writeAbove;

    public Output(HostEnvironment host, bool isJson, CommandSwitches? switches = null)
    {
        _surroundings = host;
        _switches = switches ?? CommandSwitches.None;
        IsJson = isJson;
        var noColor = !string.IsNullOrEmpty(host.Variable("NO_COLOR")) || host.Variable("TERM") == "dumb";
        DataStyle = new AnsiStyle(host.OutIsTerminal && !noColor);
        Style = new AnsiStyle(host.ErrorIsTerminal && !noColor);
        IsLive = host.ErrorIsTerminal && !isJson && host.Variable("TERM") != "dumb";
    }

    public bool IsJson { get; }

    public TimeProvider Time => _surroundings.Time;

    /// <summary>The number of columns of standard output; unlimited for a pipe.</summary>
    public int Columns => _surroundings.OutIsTerminal ? _surroundings.Size().Columns : int.MaxValue;

    /// <summary>Whether standard error is a terminal that can be redrawn.</summary>
    public bool IsLive { get; }

    /// <summary>The colors of <see cref="Tell"/>.</summary>
    public AnsiStyle DataStyle { get; }

    /// <summary>The colors of <see cref="Say"/>.</summary>
    public AnsiStyle Style { get; }

    private static JsonSerializerOptions Compact { get; } = new(SpecJson.Options) { WriteIndented = false };

    /// <summary>Writes a line of readable data to standard output. Skipped with --json.</summary>
    public void Tell(FormattableString line)
    {
        if (!IsJson) _surroundings.Out.WriteLine(Wrap(Compose(line), _surroundings.OutIsTerminal));
    }

    /// <summary>Writes text that must be copied as a whole: a document, a path, a command. Not wrapped.</summary>
    public void TellWhole(string text)
    {
        if (!IsJson) _surroundings.Out.WriteLine(TerminalText.Message(text));
    }

    /// <summary>Writes a line of a message to standard error.</summary>
    public void Say(FormattableString line)
    {
        var text = Wrap(Compose(line), _surroundings.ErrorIsTerminal);
        if (_writeAbove is { } write) write(text);
        else _surroundings.Error.WriteLine(text);
    }

    /// <summary>Writes a composed message, possibly of several lines.</summary>
    public void SayMessage(string message) => Say($"{new Lines(message)}");

    /// <summary>Writes a prompt to standard error, without a line break.</summary>
    public async Task PromptAsync(string prompt, CancellationToken ct)
    {
        // The only color in a prompt is that of a production account.
        var clean = string.Concat(OwnColor().Split(prompt).Select(part => OwnColor().IsMatch(part) ? part : TerminalText.Message(part)));
        await _surroundings.Error.WriteAsync(WithSwitches(clean).AsMemory(), ct);
        await _surroundings.Error.FlushAsync(ct);
    }

    /// <summary>Writes a JSON line to standard output.</summary>
    public void Json(JsonNode node)
    {
        AddSwitches(node);
        _surroundings.Out.WriteLine(TerminalText.Json(node.ToJsonString(Compact)));
    }

    /// <summary>Writes a table to standard output. Skipped with --json.</summary>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        if (IsJson) return;
        var layout = new TableLayout(columns, [.. rows], DataStyle);
        foreach (var line in layout.Lines(_surroundings.OutIsTerminal ? _surroundings.Size().Columns : null))
            _surroundings.Out.WriteLine(line);
    }

    /// <summary>Starts lines on standard error that are redrawn until they are disposed.</summary>
    public LiveArea Live(Func<int, IReadOnlyList<string>> draw)
    {
        var area = new LiveArea(_surroundings.Error, _surroundings.Size, draw, _surroundings.Time, ended: () => _writeAbove = null);
        _writeAbove = area.WriteAbove;
        return area;
    }

    /// <summary>Returns a message with the switches in force added to each suggested command.</summary>
    public string WithSwitches(string message) => CommandHint.AddTo(message, _switches);

    /// <summary>Returns a command line with the switches in force.</summary>
    public string CommandLine(string command) => CommandHint.Add(command, _switches);

    private string Wrap(string text, bool isTerminal) => isTerminal ? LineWrap.Wrap(text, _surroundings.Size().Columns) : text;

    private string Compose(FormattableString line)
    {
        var quoted = CommandHint.ArgumentsInside(line.Format);
        object[] arguments = [.. line.GetArguments().Select((part, number) => part switch
        {
            Inked inked => inked.Text,
            Lines lines => TerminalText.Message(lines.Text),
            _ when quoted.Contains(number) => CommandHint.Quote(TerminalText.Line(part)),
            _ => TerminalText.Line(part),
        })];
        return WithSwitches(string.Format(CultureInfo.InvariantCulture, line.Format, arguments));
    }

    private void AddSwitches(JsonNode? node, bool isMessage = false)
    {
        switch (node)
        {
            case JsonObject table:
                foreach (var (key, value) in table.ToList())
                {
                    if (value is JsonValue text
                        && Messages.Contains(key)
                        && text.TryGetValue<string>(out var words)
                        && WithSwitches(words) is var changed
                        && changed != words)
                        table[key] = changed;
                    else AddSwitches(value, Messages.Contains(key));
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (isMessage && list[i] is JsonValue text && text.TryGetValue<string>(out var words)) list[i] = WithSwitches(words);
                    else AddSwitches(list[i]);
                }

                break;
        }
    }

    [GeneratedRegex(@"(\x1b\[(?:31|0)m)")]
    private static partial Regex OwnColor();
}
