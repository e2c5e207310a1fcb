using System.Globalization;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BrokenBlueprintTests
{
    public static TheoryData<string> Files => Samples.Files("broken", ".yaml");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_mistake_is_told_where_it_stands_and_what_to_do(string file)
    {
        var problems = Samples.Problems(File.ReadAllBytes(Path.Combine(Samples.Folder, "broken", file)));

        var told = problems.Where(problem => problem.Severity is Severity.Error).Select(Line);
        Assert.Equal(Samples.Text("broken", Path.ChangeExtension(file, ".expected")).TrimEnd().Split('\n'), told);
    }

    [Fact]
    public void The_corpus_is_large() => Assert.True(Files.Count >= 60);

    [Theory]
    [MemberData(nameof(Files))]
    public void No_message_is_longer_than_a_screen_line_or_three(string file)
    {
        var problems = Samples.Problems(File.ReadAllBytes(Path.Combine(Samples.Folder, "broken", file)));

        Assert.All(problems, problem => Assert.InRange(problem.Message.Length, 10, 300));
        Assert.All(problems, problem => Assert.DoesNotContain('\n', problem.Message));
    }

    private static string Line(BlueprintProblem problem) =>
        string.Create(CultureInfo.InvariantCulture, $"{problem.Line}:{problem.Column} {problem.Message}");
}
