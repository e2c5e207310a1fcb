using System.Globalization;
using System.Text;

namespace Pockitect.Core;

/// <summary>Quotes values in commands that people paste into a shell, so that a name or a tag can't run anything.</summary>
public static class ShellQuote
{
    /// <summary>Returns the words as one command line.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Word));

    /// <summary>Returns one word: unchanged if that is safe, otherwise quoted for POSIX shells, or for PowerShell on Windows.</summary>
    public static string Word(string word) => Word(word, OperatingSystem.IsWindows());

    internal static string Word(string word, bool isPowerShell)
    {
        if (word.Length > 0 && word.All(IsPlain) && word[0] is not '@') return word;
        if (isPowerShell) return $"'{VisibleText.Line(word).Replace("'", "''", StringComparison.Ordinal)}'";
        return VisibleText.IsVisible(word) ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'" : $"$'{Escaped(word)}'";
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "-_./:=@+,".Contains(letter, StringComparison.Ordinal);

    /// <summary>Escapes what can't be seen, as bash and zsh read it between <c>$'</c> and <c>'</c>.</summary>
    private static string Escaped(string word)
    {
        var text = new StringBuilder();
        foreach (var letter in word)
        {
            if (letter is '\'' or '\\') text.Append('\\').Append(letter);
            else if (VisibleText.IsVisible(letter)) text.Append(letter);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return text.ToString();
    }
}
