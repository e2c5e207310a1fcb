using Pockitect.Core.Blueprints.Documents;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class ValidBlueprintTests
{
    public static TheoryData<string> Files => Samples.Files("valid", ".yaml");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_valid_file_has_no_problem(string file) =>
        Assert.Empty(Samples.Problems(File.ReadAllBytes(Path.Combine(Samples.Folder, "valid", file))).Select(problem => $"{problem.Line}:{problem.Column} {problem.Message}"));

    [Fact]
    public void The_smallest_useful_file_has_fewer_than_ten_lines() => Assert.True(Samples.Text("valid", "minimal.yaml").Count(c => c == '\n') < 10);

    [Fact]
    public void Every_value_is_where_its_position_says()
    {
        var text = Samples.Text("valid", "web.yaml");
        var lines = text.Split('\n');

        var positions = BlueprintReader.Read(text, Samples.Catalog).Positions;

        Assert.StartsWith("eu-central-1", At("project.region"), StringComparison.Ordinal);
        Assert.StartsWith("\"4711\"", At("project.tags[\"cost center\"]"), StringComparison.Ordinal);
        Assert.StartsWith("443", At("network.security_groups[0].inbound[1].port"), StringComparison.Ordinal);
        Assert.StartsWith("name: web", At("compute.instances[0]"), StringComparison.Ordinal);
        Assert.StartsWith("web-in]", At("compute.instances[0].security_groups[0]"), StringComparison.Ordinal);
        Assert.StartsWith("|", At("compute.instances[0].user_data"), StringComparison.Ordinal);
        Assert.Equal(positions.Find("compute.instances[0]"), positions.Find("compute.instances[0].role"));

        string At(string path)
        {
            var (line, column) = positions.Find(path);
            return lines[line - 1][(column - 1)..];
        }
    }
}
