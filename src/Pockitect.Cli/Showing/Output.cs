using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Resources;
using Spectre.Console;

namespace Pockitect.Cli.Showing;

/// <summary>Where words go: data to standard output, talk with people to standard error. In JSON, standard output is JSON lines only.</summary>
internal sealed class Output
{
    // Wider than anything: a pipe has no edge at which lines would have to be broken.
    private const int NoEdge = 10_000;

    private readonly Surroundings _surroundings;

    public Output(Surroundings surroundings, bool isJson)
    {
        _surroundings = surroundings;
        IsJson = isJson;
        var noColour = !string.IsNullOrEmpty(surroundings.Variable("NO_COLOR")) || surroundings.Variable("TERM") == "dumb";
        DataInk = new Ink(surroundings.OutIsTerminal && !noColour);
        Ink = new Ink(surroundings.ErrorIsTerminal && !noColour);
        IsLive = surroundings.ErrorIsTerminal && !isJson && surroundings.Variable("TERM") != "dumb";
    }

    public bool IsJson { get; }

    /// <summary>A terminal is there to draw on.</summary>
    public bool IsLive { get; }

    /// <summary>The colours of <see cref="Tell"/>.</summary>
    public Ink DataInk { get; }

    /// <summary>The colours of <see cref="Say"/>.</summary>
    public Ink Ink { get; }

    /// <summary>A console on standard error, for what is drawn over itself.</summary>
    public IAnsiConsole Drawing => Console(_surroundings.Error, Ink, _surroundings.ErrorIsTerminal);

    /// <summary>Data for people: a line on standard output, left out in JSON.</summary>
    public void Tell(FormattableString line)
    {
        if (!IsJson) _surroundings.Out.WriteLine(Compose(line));
    }

    /// <summary>A line for people on standard error.</summary>
    public void Say(FormattableString line) => _surroundings.Error.WriteLine(Compose(line));

    /// <summary>One JSON line on standard output.</summary>
    public void Json(JsonNode node) => _surroundings.Out.WriteLine(node.ToJsonString(Compact));

    /// <summary>A table on standard output, left out in JSON.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<object?>> rows)
    {
        if (IsJson) return;
        var table = new Table { Border = _surroundings.OutIsTerminal ? TableBorder.Simple : TableBorder.None };
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header)) { NoWrap = !_surroundings.OutIsTerminal });
        foreach (var row in rows) table.AddRow([.. row.Select(Cell)]);
        Console(_surroundings.Out, DataInk, _surroundings.OutIsTerminal).Write(table);
    }

    /// <summary>The text of a value without the control characters by which a name or a tag could command the terminal.</summary>
    public static string Clean(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.Any(IsCommand) ? string.Concat(text.Select(letter => IsCommand(letter) ? '\uFFFD' : letter)) : text;

        static bool IsCommand(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t');
    }

    private static JsonSerializerOptions Compact { get; } = new(SpecJson.Options) { WriteIndented = false };

    private static Text Cell(object? value) => value is Shade shade
        ? new Text(Clean(shade.Value), new Style(shade.Colour))
        : new Text(Clean(value));

    private static string Compose(FormattableString line) => string.Format(
        CultureInfo.InvariantCulture, line.Format, [.. line.GetArguments().Select(part => part is Inked inked ? inked.Text : (object)Clean(part))]);

    private static IAnsiConsole Console(TextWriter writer, Ink ink, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ink.Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal) console.Profile.Width = NoEdge;
        return console;
    }
}

/// <summary>A table's value in a colour.</summary>
internal readonly record struct Shade(object? Value, Color Colour);
