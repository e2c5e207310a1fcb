using System.Text;
using Pockitect.Core.Text;

namespace Pockitect.Core.Yaml;

/// <summary>A text that was read as YAML: it has a root, or problems, or neither if it is empty.</summary>
internal sealed record YamlText(YamlNode? Root, IReadOnlyList<YamlProblem> Problems)
{
    /// <summary>The tree of a text whose problems don't affect its meaning, such as a duplicate key; null otherwise.</summary>
    public YamlNode? Readable { get; init; } = Root;

    /// <summary>The maximum size of a file. A blueprint with a hundred instances has 30 KB.</summary>
    public const int MaxBytes = 1 << 20;

    public static YamlText Parse(string text) =>
        Unreadable(text) is { } problem ? new YamlText(null, [problem]) : new YamlLoader(text).Load();

    public static YamlProblem TooLarge(long bytes) => new(
        new Position(1, 1),
        FormattableString.Invariant($"The file has {bytes:N0} bytes; the maximum is {MaxBytes:N0}. Is this the right file?"));

    /// <summary>Returns why it is not a text: its size, or characters that text files don't contain.</summary>
    private static YamlProblem? Unreadable(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > MaxBytes) return TooLarge(bytes);

        var (line, lineStart) = (1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var problem = text[i] switch
            {
                '\n' or '\t' or '\r' => null,
                '\0' => "NUL character: not a text file, or UTF-16. Save it as UTF-8.",
                '\uFEFF' when i > 0 => "Byte order mark in the middle of the text; remove it.",
                '\uFFFD' => "Invalid UTF-8. Save the file as UTF-8.",
                < ' ' or '\u007F' => FormattableString.Invariant($"Control character U+{(int)text[i]:X4}; remove it."),
                _ when char.IsSurrogate(text[i]) && !IsInPair(text, i) => "Lone surrogate (half a character); remove it.",
                _ => null,
            };
            if (problem is not null) return new YamlProblem(new Position(line, i - lineStart + 1), problem);
            if (text[i] == '\n') (line, lineStart) = (line + 1, i + 1);
        }

        return null;
    }

    private static bool IsInPair(string text, int i) =>
        (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
}

/// <summary>A problem in a text that is not YAML, or that uses YAML features not allowed in blueprints.</summary>
internal sealed record YamlProblem(Position Position, string Message);
