namespace Pockitect.Web.Palette;

/// <summary>Fuzzy search: words in any order, word prefixes, and abbreviations.</summary>
public static class PaletteMatch
{
    private const int Exact = 1000;
    private const int Beginning = 500;
    private const int WordBeginning = 300;
    private const int Inside = 150;
    private const int Scattered = 40;

    // Details count less than titles.
    private const int DetailShare = 3;

    /// <summary>Returns the best matches, up to a limit.</summary>
    public static IReadOnlyList<PaletteEntry> Find(IReadOnlyList<PaletteEntry> entries, string typed, int most)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) return [.. entries.Where(entry => entry.Kind is not PaletteKind.Resource).Take(most)];
        // Keeps only the best entries: sorting fifty thousand at each key press would be slow.
        var best = new PriorityQueue<(PaletteEntry Entry, int Index), (int Score, int Kind, int Index)>();
        for (var index = 0; index < entries.Count; index++)
        {
            if (ScoreOf(entries[index], words) is not ({ } score and > 0)) continue;
            best.Enqueue((entries[index], index), (score, -(int)entries[index].Kind, -index));
            if (best.Count > most) best.Dequeue();
        }

        var found = new List<PaletteEntry>(best.Count);
        while (best.TryDequeue(out var one, out _)) found.Add(one.Entry);
        found.Reverse();
        return found;
    }

    /// <summary>Returns how well an entry matches; 0 if a word doesn't match.</summary>
    public static int ScoreOf(PaletteEntry entry, IReadOnlyList<string> words)
    {
        var sum = 0;
        foreach (var word in words)
        {
            var score = Math.Max(
                ScoreOf(entry.Title, word, mayScatter: true), ScoreOf(entry.Detail, word, mayScatter: false) / DetailShare);
            if (score == 0) return 0;
            sum += score;
        }

        // Among equal matches, the shorter title wins.
        return sum * 10 - Math.Min(entry.Title.Length, 90) / 10;
    }

    private static int ScoreOf(string text, string word, bool mayScatter)
    {
        if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return Exact;
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at == 0) return Beginning;
        for (var next = at; next > 0; next = text.IndexOf(word, next + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!char.IsLetterOrDigit(text[next - 1])) return WordBeginning;
            if (next + 1 >= text.Length) break;
        }

        if (at > 0) return Inside;
        return mayScatter && word.Length > 1 && IsScattered(text, word) ? Scattered : 0;
    }

    /// <summary>Whether the letters occur in this order, starting at a word: "dms" matches "Deploy my-site".</summary>
    private static bool IsScattered(string text, string word)
    {
        var found = 0;
        for (var index = 0; index < text.Length && found < word.Length; index++)
        {
            if (char.ToUpperInvariant(text[index]) != char.ToUpperInvariant(word[found])) continue;
            if (found == 0 && index > 0 && char.IsLetterOrDigit(text[index - 1])) continue;
            found++;
        }

        return found == word.Length;
    }
}
