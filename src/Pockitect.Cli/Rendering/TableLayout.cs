using Pockitect.Core.Blueprints;

namespace Pockitect.Cli.Rendering;

/// <summary>How a column's values may be shortened if a line is too narrow.</summary>
internal enum Fit
{
    /// <summary>Never: IDs, names, Regions and other values that users copy.</summary>
    Whole,

    /// <summary>Resource types: <c>AWS::</c> may be dropped, then the service.</summary>
    Type,

    /// <summary>Sentences: may be wrapped between words.</summary>
    Words,
}

/// <summary>A column of a table.</summary>
internal readonly record struct Column(string Header, Fit Fit = Fit.Whole)
{
    public static implicit operator Column(string header) => new(header);

    public static Column Type => new("type", Fit.Type);
}

/// <summary>A table value with a color.</summary>
internal readonly record struct Shade(object? Value, Tint Tint);

/// <summary>Lays out a table for a terminal: in columns if they fit, otherwise each row on its own lines. Values are never split.</summary>
internal sealed class TableLayout(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<object?>> rows, AnsiStyle style)
{
    private const int Gap = 2;
    private const int LeastWords = 24;

    private readonly List<string[]> _cells = [
        .. rows.Select(row => row.Select(cell => TerminalText.Line(cell is Shade shade ? shade.Value : cell)).ToArray()),
    ];

    /// <param name="width">The terminal's columns; null for a pipe, which has no limit.</param>
    public IEnumerable<string> Lines(int? width)
    {
        if (width is not { } edge || Total() <= edge) return Columns();
        foreach (var shorten in (Func<string, string>[])[TypeNames.WithoutVendor, name => name[(name.LastIndexOf(':') + 1)..]])
        {
            Shorten(shorten);
            if (Total() <= edge) return Columns();
        }

        return edge - Total(without: columns.Count - 1) - Gap is var left && columns[^1].Fit is Fit.Words && left >= LeastWords
            ? Columns(left)
            : Stacked(edge);
    }

    private void Shorten(Func<string, string> shorten)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            if (columns[column].Fit is not Fit.Type) continue;
            foreach (var row in _cells) row[column] = shorten(row[column]);
        }
    }

    private int WidthOf(int column) =>
        _cells.Select(row => TerminalText.Width(row[column])).Append(TerminalText.Width(columns[column].Header)).Max();

    private int Total(int without = -1) =>
        Enumerable.Range(0, columns.Count).Where(column => column != without).Sum(column => WidthOf(column) + Gap) - Gap;

    private IEnumerable<string> Columns(int? lastWidth = null)
    {
        int[] widths = [.. Enumerable.Range(0, columns.Count).Select(WidthOf)];
        if (columns.Any(column => column.Header.Length > 0))
            yield return Line(column => columns[column].Header, (text, _) => style.Faint(text).Text);
        for (var row = 0; row < _cells.Count; row++)
        {
            var (cells, number) = (_cells[row], row);
            if (lastWidth is not { } last || TerminalText.Width(cells[^1]) <= last)
            {
                yield return Line(column => cells[column], (text, column) => Paint(number, column, text));
                continue;
            }

            // The last column wraps below itself.
            var words = LineWrap.Wrap(cells[^1], last - 2).Split('\n');
            yield return Line(
                column => column == columns.Count - 1 ? words[0] : cells[column], (text, column) => Paint(number, column, text));
            foreach (var more in words.Skip(1))
                yield return new string(' ', widths[..^1].Sum() + (Gap * (widths.Length - 1))) + more.TrimStart(' ');
        }

        string Line(Func<int, string> text, Func<string, int, string> paint) => string.Join(
            new string(' ', Gap),
            Enumerable.Range(0, columns.Count)
                .Select(
                    column =>
                        paint(text(column), column)
                            + new string(' ', Math.Max(0, widths[column] - TerminalText.Width(text(column)))))).TrimEnd(
                ' ');
    }

    /// <summary>Lays out each row as lines: its first value, then the others with labels.</summary>
    private IEnumerable<string> Stacked(int width)
    {
        for (var row = 0; row < _cells.Count; row++)
        {
            var (line, used) = (Paint(row, 0, _cells[row][0]), TerminalText.Width(_cells[row][0]));
            for (var column = 1; column < columns.Count; column++)
            {
                if (_cells[row][column].Length == 0) continue;
                var label = columns[column].Fit is Fit.Type or Fit.Words || columns[column].Header.Length == 0
                    ? ""
                    : $"{columns[column].Header} ";
                var length = label.Length + TerminalText.Width(_cells[row][column]);
                if (used + Gap + length > width)
                {
                    yield return line;
                    (line, used) = ("  ", 2);
                }
                else
                {
                    (line, used) = (line + new string(' ', Gap), used + Gap);
                }

                // A label is dropped before its value would exceed the width.
                if (used + length > width) (label, length) = ("", TerminalText.Width(_cells[row][column]));
                line += (label.Length > 0 ? style.Faint(label).Text : "")
                    + Paint(
                        row,
                        column,
                        columns[column].Fit is Fit.Words
                            ? LineWrap.Wrap(_cells[row][column], Math.Max(1, width - 4))
                            : _cells[row][column]);
                used += length;
            }

            yield return line;
        }
    }

    private string Paint(int row, int column, string text) =>
        text.Length > 0 && rows[row][column] is Shade { Tint: var tint } ? style.Paint(tint, text).Text : text;
}
