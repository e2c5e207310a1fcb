namespace Pockitect.Cli.Rendering;

/// <summary>Lines at the end of a terminal that are redrawn at each change and every second. The cursor stays visible.</summary>
internal sealed class LiveArea : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _drawing = new();
    private readonly TextWriter _writer;
    private readonly Func<(int Columns, int Rows)> _size;
    private readonly Func<int, IReadOnlyList<string>> _draw;
    private readonly Action _ended;
    private readonly ITimer _clock;
    private int _lines;
    private bool _hasEnded;

    /// <param name="draw">Returns the lines for this many columns; called by one thread at a time.</param>
    /// <param name="ended">Called before the area is cleared for good.</param>
    public LiveArea(
        TextWriter writer, Func<(int Columns, int Rows)> size, Func<int, IReadOnlyList<string>> draw, TimeProvider time, Action ended)
    {
        (_writer, _size, _draw, _ended) = (writer, size, draw, ended);
        Draw();
        _clock = time.CreateTimer(_ => Draw(), null, Second, Second);
    }

    public void Draw() => Change(() => { });

    /// <summary>Applies a change and redraws.</summary>
    public void Change(Action change)
    {
        lock (_drawing)
        {
            if (_hasEnded) return;
            change();
            Write(Clear() + Area());
        }
    }

    /// <summary>Writes a permanent line above the area.</summary>
    public void WriteAbove(string line)
    {
        lock (_drawing) Write($"{(_hasEnded ? "" : Clear())}{line}\n{(_hasEnded ? "" : Area())}");
    }

    public void Dispose()
    {
        lock (_drawing)
        {
            if (_hasEnded) return;
            _clock.Dispose();
            _ended();
            Write(Clear());
            _hasEnded = true;
        }
    }

    private void Write(string text)
    {
        _writer.Write(text);
        _writer.Flush();
    }

    private string Clear() => _lines == 0 ? "" : $"\r\x1b[{_lines}A\x1b[J";

    private string Area()
    {
        var (columns, rows) = _size();
        var all = _draw(columns - 1);
        var room = Math.Max(1, rows - 2);
        List<string> shown = all.Count <= room ? [.. all] : [.. all.Take(room - 1), $"  … and {all.Count - room + 1} more"];
        _lines = shown.Count;
        return string.Concat(shown.Select(line => $"{line}\n"));
    }
}
