using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>What came of reading a blueprint.</summary>
/// <param name="Blueprint">Null when there is an error.</param>
/// <param name="Problems">Everything wrong, in the order of the text.</param>
/// <param name="Positions">Where the values stand, for problems that are found later.</param>
public sealed record BlueprintReading(Blueprint? Blueprint, IReadOnlyList<BlueprintProblem> Problems, BlueprintPositions Positions)
{
    /// <summary>What could be read of a text with errors, so that more of them can be found; never deployed. Null if there are none, or too many.</summary>
    internal Blueprint? Partial { get; init; }

    /// <summary>The paths in <see cref="Partial"/> of which nothing true can be said.</summary>
    internal IReadOnlyList<string> Broken { get; init; } = [];
}

/// <summary>Reads blueprints: YAML, and so JSON. Whatever the text, it answers with a blueprint or with problems, never with an exception.</summary>
public static class BlueprintReader
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = YamlText.MaxBytes;

    /// <summary>With more errors than this nobody waits for those that are left.</summary>
    private const int MostToGoOn = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the bytes of a file, which must be UTF-8.</summary>
    public static BlueprintReading Read(ReadOnlySpan<byte> file, Catalog catalog)
    {
        if (file.Length > YamlText.MaxBytes) return Failed([YamlText.TooLarge(file.Length)]);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Failed([new YamlProblem(new Position(1, 1), "The file is UTF-16; save it as UTF-8.")]);
        try
        {
            return Read(Strict.GetString(file), catalog);
        }
        catch (DecoderFallbackException)
        {
            // Decoded once more with U+FFFD in the place of what is wrong, the text shows where.
            return Read(Encoding.UTF8.GetString(file), catalog);
        }
    }

    public static BlueprintReading Read(string text, Catalog catalog)
    {
        var yaml = YamlText.Parse(text);
        // Where a section is no YAML, the others are read all the same: their problems need not wait for that one.
        var (root, lost) = yaml.Readable is { } readable ? (readable, []) : Salvage.Read(text, yaml.Problems);
        if (yaml.Problems.Count > 0 && root is null) return Failed(yaml.Problems);
        if (root is null or YamlScalar { IsNull: true })
            return Failed([new YamlProblem(new Position(1, 1), "The file is empty. A blueprint begins with 'project:' and its name and region.")]);

        var binder = new Binder(catalog);
        var blueprint = binder.Bind(root);
        var written = yaml.Problems.Select(Of).ToList();
        var problems = binder.Problems
            .Where(problem => !lost.Contains(problem.Path) && written.TrueForAll(told => (told.Line, told.Column) != (problem.Line, problem.Column)))
            .Concat(written)
            .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)
            .ToList();
        if (problems.Count > Binder.MaxProblems)
            problems = [.. problems.Take(Binder.MaxProblems), problems[Binder.MaxProblems] with { Path = "", Message = FormattableString.Invariant($"There are more problems than these {Binder.MaxProblems}. Is this the right file?") }];

        return new BlueprintReading(problems.Count == 0 ? blueprint : null, problems, binder.Positions)
        {
            Partial = problems.Count is > 0 and <= MostToGoOn ? blueprint : null,
            Broken = [.. binder.Broken, .. lost],
        };
    }

    /// <summary>Returns the reading of a file that can't be read at all.</summary>
    /// <param name="problem">The file, the reason and the remedy.</param>
    public static BlueprintReading Unreadable(string problem) => Failed([new YamlProblem(new Position(1, 1), problem)]);

    private static BlueprintProblem Of(YamlProblem problem) => new(Severity.Error, problem.Position.Line, problem.Position.Column, "", problem.Message);

    private static BlueprintReading Failed(IEnumerable<YamlProblem> problems) => new(
        null,
        [.. problems.Take(Binder.MaxProblems).Select(Of)],
        BlueprintPositions.None);
}
