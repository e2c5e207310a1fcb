using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Core;
using Pockitect.Core.Resources;

namespace Pockitect.Cli.Rendering;

/// <summary>Where words go: data to standard output, messages to standard error. In JSON, standard output is JSON lines only.</summary>
/// <remarks>
/// The one place where text reaches a terminal. Values are neutralized, suggested commands get the switches in force and their
/// names are quoted, and lines are broken between words.
/// </remarks>
internal sealed partial class Output
{
    /// <summary>What people read in JSON; the rest is data, and stays as it is.</summary>
    private static readonly HashSet<string> messages = new(StringComparer.Ordinal)
    {
        "error", "message", "reason", "fix", "remedy", "why", "what", "problem", "detail", "summary", "blockers", "forbidden", "failures", "skipped", "notes",
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

    /// <summary>How many columns standard output has; a pipe has no edge.</summary>
    public int Columns => _surroundings.OutIsTerminal ? _surroundings.Size().Columns : int.MaxValue;

    /// <summary>A terminal is there to draw on.</summary>
    public bool IsLive { get; }

    /// <summary>The colors of <see cref="Tell"/>.</summary>
    public AnsiStyle DataStyle { get; }

    /// <summary>The colors of <see cref="Say"/>.</summary>
    public AnsiStyle Style { get; }

    private static JsonSerializerOptions Compact { get; } = new(SpecJson.Options) { WriteIndented = false };

    /// <summary>Data for people: a line on standard output, left out in JSON.</summary>
    public void Tell(FormattableString line)
    {
        if (!IsJson) _surroundings.Out.WriteLine(Wrap(Compose(line), _surroundings.OutIsTerminal));
    }

    /// <summary>The same for what has to be copied as a whole: a document, a path, a command. Its lines are left to the terminal.</summary>
    public void TellWhole(string text)
    {
        if (!IsJson) _surroundings.Out.WriteLine(TerminalText.Message(text));
    }

    /// <summary>A line for people on standard error.</summary>
    public void Say(FormattableString line)
    {
        var text = Wrap(Compose(line), _surroundings.ErrorIsTerminal);
        if (_writeAbove is { } write) write(text);
        else _surroundings.Error.WriteLine(text);
    }

    /// <summary>The same for a message that is put together already, maybe of several lines.</summary>
    public void SayMessage(string message) => Say($"{new Lines(message)}");

    /// <summary>The start of a line on standard error that a person ends.</summary>
    public async Task PromptAsync(string prompt, CancellationToken ct)
    {
        // The one color in a question is that of a production account.
        var clean = string.Concat(OwnColor().Split(prompt).Select(part => OwnColor().IsMatch(part) ? part : TerminalText.Message(part)));
        await _surroundings.Error.WriteAsync(WithSwitches(clean).AsMemory(), ct);
        await _surroundings.Error.FlushAsync(ct);
    }

    /// <summary>One JSON line on standard output.</summary>
    public void Json(JsonNode node)
    {
        AddSwitches(node);
        _surroundings.Out.WriteLine(TerminalText.Json(node.ToJsonString(Compact)));
    }

    /// <summary>A table on standard output, left out in JSON.</summary>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        if (IsJson) return;
        var layout = new TableLayout(columns, [.. rows], DataStyle);
        foreach (var line in layout.Lines(_surroundings.OutIsTerminal ? _surroundings.Size().Columns : null)) _surroundings.Out.WriteLine(line);
    }

    /// <summary>Lines at the end of standard error that are drawn over themselves until they are disposed.</summary>
    public LiveArea Live(Func<int, IReadOnlyList<string>> draw)
    {
        var area = new LiveArea(_surroundings.Error, _surroundings.Size, draw, _surroundings.Time, ended: () => _writeAbove = null);
        _writeAbove = area.WriteAbove;
        return area;
    }

    /// <summary>A message with the switches in force added to each command that it suggests.</summary>
    public string WithSwitches(string message) => CommandHint.AddTo(message, _switches);

    /// <summary>A command line with the switches in force.</summary>
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
                    if (value is JsonValue text && messages.Contains(key) && text.TryGetValue<string>(out var words) && WithSwitches(words) is var changed && changed != words) table[key] = changed;
                    else AddSwitches(value, messages.Contains(key));
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
