using System.Text;
using Pockitect.Core.Text;

namespace Pockitect.Core.Yaml;

/// <summary>A text that was read as YAML. There is a root, or there are problems, or (an empty file) neither.</summary>
internal sealed record YamlText(YamlNode? Root, IReadOnlyList<YamlProblem> Problems)
{
    /// <summary>The whole tree of a text whose problems don't keep it from being understood, such as a key that stands twice; null for others.</summary>
    public YamlNode? Readable { get; init; } = Root;

    /// <summary>The largest file that is read. A blueprint of a hundred instances has 30 KB.</summary>
    public const int MaxBytes = 1 << 20;

    public static YamlText Parse(string text) =>
        Unreadable(text) is { } problem ? new YamlText(null, [problem]) : new YamlLoader(text).Load();

    public static YamlProblem TooLarge(long bytes) => new(
        new Position(1, 1),
        FormattableString.Invariant($"The file has {bytes:N0} bytes; at most {MaxBytes:N0} are read. Is this the right file?"));

    /// <summary>What makes it no text at all: its size, or characters that no text file has.</summary>
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
                '\0' => "A NUL character stands here: this is not a text file, or it is UTF-16. Save it as UTF-8.",
                '\uFEFF' when i > 0 => "A byte order mark stands in the middle of the text; remove it.",
                '\uFFFD' => "The text is not valid UTF-8 here. Save the file as UTF-8.",
                < ' ' or '\u007F' => FormattableString.Invariant($"The control character U+{(int)text[i]:X4} stands here; remove it."),
                _ when char.IsSurrogate(text[i]) && !IsInPair(text, i) => "Half a character (a lone surrogate) stands here; remove it.",
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

/// <summary>Something in a text that is not YAML, or YAML that no blueprint may use.</summary>
internal sealed record YamlProblem(Position Position, string Message);
