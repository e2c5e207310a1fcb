using System.Text;

namespace Pockitect.Cli.Rendering;

/// <summary>
/// Wraps lines for a terminal at spaces only. IDs, Regions, paths and commands in backticks stay whole, so that they can be copied.
/// </summary>
internal static class LineWrap
{
    /// <summary>In narrower terminals, lines are not wrapped.</summary>
    private const int LeastColumns = 20;

    public static string Wrap(string text, int columns) => columns < LeastColumns || TerminalText.Width(text) <= columns
        ? text
        : string.Join('\n', text.Split('\n').Select(line => Line(line, columns)));

    private static string Line(string line, int columns)
    {
        if (TerminalText.Width(line) <= columns) return line;
        var indent = line.Length - line.TrimStart(' ').Length;
        var wrapped = new StringBuilder(line[..indent]);
        var (used, isFirst) = (indent, true);
        foreach (var word in Words(line[indent..]))
        {
            var width = TerminalText.Width(word.TrimEnd(' '));
            if (!isFirst && used + width > columns)
            {
                Trim(wrapped);
                wrapped.Append('\n').Append(' ', indent + 2);
                used = indent + 2;
            }

            wrapped.Append(word);
            used += TerminalText.Width(word);
            isFirst = false;
        }

        Trim(wrapped);
        return wrapped.ToString();
    }

    /// <summary>The words with their trailing spaces. A command in backticks is one word.</summary>
    private static IEnumerable<string> Words(string line)
    {
        var (from, isCommand) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '`') isCommand = !isCommand && line.IndexOf('`', i + 1) > 0;
            if (line[i] != ' ' || isCommand || (i + 1 < line.Length && line[i + 1] == ' ')) continue;
            yield return line[from..(i + 1)];
            from = i + 1;
        }

        if (from < line.Length) yield return line[from..];
    }

    private static void Trim(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
    }
}
