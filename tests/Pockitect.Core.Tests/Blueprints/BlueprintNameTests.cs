using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintNameTests
{
    [Theory]
    [InlineData("instanc_type", "instance_type", 1)]
    [InlineData("tpye", "type", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void Distance_counts_single_mistakes(string a, string b, int distance) => Assert.Equal(distance, Spelling.Distance(a, b));

    [Fact]
    public void What_is_too_far_off_is_no_suggestion() => Assert.Null(Spelling.Nearest("firewall", ["cidr", "subnets", "vpc"]));

    [Theory]
    [InlineData("", new object[0])]
    [InlineData("compute.instances[0].type", new object[] { "compute", "instances", 0, "type" })]
    [InlineData("project.tags[\"a.b \\\"c\\\"\"]", new object[] { "project", "tags", "a.b \"c\"" })]
    public void A_path_is_the_same_apart_and_joined(string path, object[] parts)
    {
        Assert.Equal(parts, BlueprintPath.Split(path));
        Assert.Equal(path, parts.Aggregate("", (parent, part) => part is int index ? BlueprintPath.Join(parent, index) : BlueprintPath.Join(parent, (string)part)));
    }

    [Theory]
    [InlineData("SizeGb", "size_gb")]
    [InlineData("RequireImdsv2", "require_imdsv2")]
    [InlineData("Icmpv6", "icmpv6")]
    [InlineData("Ed25519", "ed25519")]
    [InlineData("ExpireOldVersionsDays", "expire_old_versions_days")]
    public void Keys_are_in_snake_case(string name, string key) => Assert.Equal(key, KeyNames.Snake(name));

    [Fact]
    public void A_shape_is_complete_for_whoever_asks_first() =>
        Assert.All(ParallelEnumerable.Range(0, 64).Select(_ => Shape.Of<SampleRoute>().Properties.Count), count => Assert.Equal(2, count));

    [Fact]
    public void A_message_shows_no_secret_and_no_more_than_forty_characters()
    {
        Assert.Equal("wJal…", MessageFormat.Value("wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"));
        Assert.Equal(41, MessageFormat.Value(new string('a', 500)).Length);
        Assert.Equal("one two", MessageFormat.Value("one\ntwo"));
    }
}
