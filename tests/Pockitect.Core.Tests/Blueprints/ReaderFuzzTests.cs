using System.Diagnostics;
using System.Text;
using CsCheck;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class ReaderFuzzTests
{
    /// <summary>Far more than any file takes, also where other work holds the processors.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly byte[][] Seeds =
    [
        .. new[] { "valid", "broken", "mvp-blueprints" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Samples.Folder, folder)))
            .Where(path => !path.EndsWith(".expected", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    private static readonly string[] Pieces =
    [
        "a: ", "- ", "? ", ": ", "\n", "\n  ", "\n\t", " ", "{", "}", "[", "]", ",", "'", "\"", "|", ">", "|-\n", "&a ", "*a", "!!x ", "!", "#", "%", "---\n", "...\n",
        "<<: ", "\\", "@", "`", "~", "yes", "0x", "\uFEFF", "\u2028", "é", "😀", "project:\n  name: shop\n", "resources:\n", "type: AWS::EC2::VPC\n", "name", "\r", "\0",
    ];

    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["brackets"] = () => new string('[', 500_000),
        ["braces"] = () => new string('{', 500_000),
        ["dashes"] = () => Repeat("- ", 200_000),
        ["questions"] = () => Repeat("? ", 200_000),
        ["flow keys"] = () => Repeat("[? ", 100_000),
        ["indents"] = () => string.Concat(Enumerable.Range(0, 900).Select(i => new string(' ', i) + "a:\n")),
        ["keys"] = () => string.Concat(Enumerable.Range(0, 60_000).Select(i => $"k{i}: v\n")),
        ["the same key"] = () => Repeat("a: b\n", 150_000),
        ["a list"] = () => Repeat("- a\n", 200_000),
        ["one line"] = () => new string('a', 900_000),
        ["one quote"] = () => "\"" + new string('\n', 900_000),
        ["a text block"] = () => "a: |\n" + Repeat(" a\n", 250_000),
        ["anchors"] = () => string.Concat(Enumerable.Range(0, 50_000).Select(i => $"- &a{i} x\n")),
        ["aliases"] = () => "a: &a x\nb:\n" + Repeat("- *a\n", 150_000),
        ["documents"] = () => Repeat("---\n", 200_000),
        ["directives"] = () => "%" + new string('a', 900_000),
        ["a long name"] = () => "project: {name: " + new string('a', 900_000) + "!, region: " + Repeat("a-", 400_00) + "}",
        ["instances"] = () => "compute:\n  instances:\n" + Repeat("  - {name: A, typ: b}\n", 40_000),
        ["digits"] = () => "project: {name: shop, region: eu-west-1}\ncompute: {instances: [{name: web, count: " + new string('9', 900_000) + "}]}",
        ["ten megabytes"] = () => new string('a', 10_000_000),
    };

    [Fact]
    public void Random_bytes_end_in_problems() =>
        Gen.Byte.Array[0, 300].Sample(file => { Answers(file); }, iter: 2000);

    [Fact]
    public void Random_pieces_of_yaml_end_in_an_answer() =>
        Gen.Int[0, Pieces.Length - 1].Array[1, 40].Sample(pieces => { Answers(Encoding.UTF8.GetBytes(string.Concat(pieces.Select(piece => Pieces[piece])))); }, iter: 4000);

    [Fact]
    public void Mutated_and_truncated_files_end_in_an_answer() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1]).Array[1, 6])
            .Sample((seed, changes) => { Answers(changes.Aggregate(Seeds[seed], Mutate)); }, iter: 3000);

    public static TheoryData<string> Monsters => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Monsters_are_refused_soon(string what)
    {
        var problems = Answers(Encoding.UTF8.GetBytes(Texts[what]()));

        Assert.True(problems.Count > 0, $"A file of {what} is no blueprint.");
    }

    private static IReadOnlyList<BlueprintProblem> Answers(byte[] file)
    {
        var watch = Stopwatch.StartNew();

        var problems = Samples.Problems(file);
        LegacyImport.Read(Encoding.UTF8.GetString(file));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound);
        Assert.InRange(problems.Count(problem => problem.Severity is Severity.Error), 0, 501);
        Assert.All(problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }, problem.Message));
        return problems;
    }

    private static byte[] Mutate(byte[] file, (int At, int How, int Piece) change)
    {
        var at = change.At % (file.Length + 1);
        var piece = Encoding.UTF8.GetBytes(Pieces[change.Piece]);
        return change.How switch
        {
            0 => [.. file[..at], .. piece, .. file[at..]],
            1 => [.. file[..at], .. piece, .. file[Math.Min(at + piece.Length, file.Length)..]],
            2 => [.. file[..at], .. file[Math.Min(at + 7, file.Length)..]],
            _ => file[..at],
        };
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
