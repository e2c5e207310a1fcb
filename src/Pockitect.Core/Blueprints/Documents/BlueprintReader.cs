using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>The result of reading a blueprint.</summary>
/// <param name="Blueprint">Null if there is an error.</param>
/// <param name="Problems">All problems, in text order.</param>
/// <param name="Positions">The positions of the values, for problems that are found later.</param>
public sealed record BlueprintReading(Blueprint? Blueprint, IReadOnlyList<BlueprintProblem> Problems, BlueprintPositions Positions)
{
    /// <summary>
    /// The readable part of a text with errors, used to find more of them; never deployed. Null if there are no errors, or too many.
    /// </summary>
    internal Blueprint? Partial { get; init; }

    /// <summary>The paths in <see cref="Partial"/> whose values are unknown.</summary>
    internal IReadOnlyList<string> Broken { get; init; } = [];
}

/// <summary>Reads blueprints in YAML or JSON. Returns a blueprint or problems for any text, and never throws.</summary>
public static class BlueprintReader
{
    /// <summary>The maximum size of a file.</summary>
    public const int MaxBytes = YamlText.MaxBytes;

    /// <summary>With more errors than this, further checks are skipped.</summary>
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
            // Decoded again with U+FFFD in place of invalid bytes, the text shows their positions.
            return Read(Encoding.UTF8.GetString(file), catalog);
        }
    }

    public static BlueprintReading Read(string text, Catalog catalog)
    {
        var yaml = YamlText.Parse(text);
        // If one section is not valid YAML, the others are still checked.
        var (root, lost) = yaml.Readable is { } readable ? (readable, []) : Salvage.Read(text, yaml.Problems);
        if (yaml.Problems.Count > 0 && root is null) return Failed(yaml.Problems);
        if (root is null or YamlScalar { IsNull: true })
            return Failed([new YamlProblem(new Position(1, 1), "The file is empty. Start with 'project:' and its name and region.")]);

        var binder = new Binder(catalog);
        var blueprint = binder.Bind(root);
        var written = yaml.Problems.Select(Of).ToList();
        var problems = binder.Problems
            .Where(problem =>
                !lost.Contains(problem.Path) && written.TrueForAll(told => (told.Line, told.Column) != (problem.Line, problem.Column)))
            .Concat(written)
            .OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)
            .ToList();
        if (problems.Count > BindingProblems.Max)
        {
            var message = FormattableString.Invariant($"More than {BindingProblems.Max} problems. Is this the right file?");
            problems = [.. problems.Take(BindingProblems.Max), problems[BindingProblems.Max] with { Path = "", Message = message }];
        }

        return new BlueprintReading(problems.Count == 0 ? blueprint : null, problems, binder.Positions)
        {
            Partial = problems.Count is > 0 and <= MostToGoOn ? blueprint : null,
            Broken = [.. binder.Broken, .. lost],
        };
    }

    /// <summary>Returns the result for an unreadable file.</summary>
    /// <param name="problem">The file, the reason and the fix.</param>
    public static BlueprintReading Unreadable(string problem) => Failed([new YamlProblem(new Position(1, 1), problem)]);

    private static BlueprintProblem Of(YamlProblem problem) =>
        new(Severity.Error, problem.Position.Line, problem.Position.Column, "", problem.Message);

    private static BlueprintReading Failed(IEnumerable<YamlProblem> problems) => new(
        null,
        [.. problems.Take(BindingProblems.Max).Select(Of)],
        BlueprintPositions.None);
}
