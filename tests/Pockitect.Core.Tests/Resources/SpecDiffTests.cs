using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Tests.Resources;

public sealed class SpecDiffTests
{
    [Fact]
    public void A_changed_rule_is_shown_as_the_rule_that_goes_and_the_rule_that_comes()
    {
        var change = Change(
            new Thing { Rules = [Office, new Rule { Port = 22, From = "203.0.113.7/32" }] },
            new Thing { Rules = [new Rule { Port = 22, From = "0.0.0.0/0" }, Office] });

        Assert.Equal(["- 22 from 203.0.113.7/32", "+ 22 from 0.0.0.0/0 [world]"], Lines(change));
        Assert.Contains("203.0.113.0/24", change.New); // The whole value stays for whoever reads JSON.
    }

    [Fact]
    public void Items_whose_short_texts_are_the_same_are_shown_whole()
    {
        var change = Change(new Thing { Rules = [new Rule { Port = 22, From = "a", Hidden = "one" }] }, new Thing { Rules = [new Rule { Port = 22, From = "a", Hidden = "two" }] });

        var lines = Lines(change);
        Assert.Equal(2, lines.Distinct().Count());
        Assert.Contains("one", lines[0]);
        Assert.Contains("two", lines[1]);
    }

    [Fact]
    public void An_item_with_a_name_is_compared_inside()
    {
        const string before = """{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]}""";
        const string after = """{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"*"}]}""";

        var change = Change(new Thing { Policies = [new Policy { PolicyName = "p", Document = before }] }, new Thing { Policies = [new Policy { PolicyName = "p", Document = after }] });

        Assert.Equal(["+ p Document Statement \"Read\" Action: s3:DeleteObject"], Lines(change));
    }

    [Fact]
    public void A_document_is_compared_statement_by_statement()
    {
        var change = Change(
            new Thing { Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:b","Resource":"r"},{"Effect":"Allow","Action":"c:d","Resource":"r"}]}""" },
            new Thing { Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"c:d","Resource":"r"},{"Effect":"Deny","Action":"a:b","Resource":"*"}]}""" });

        Assert.Equal(["- Statement Effect: Allow", "+ Statement Effect: Deny", "- Statement Resource: r", "+ Statement Resource: *"], Lines(change));
    }

    [Fact]
    public void A_document_that_is_new_shows_its_statements()
    {
        var change = Change(new Thing(), new Thing { Document = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}""" });

        Assert.Contains(Lines(change), line => line.StartsWith("+ Statement: {", StringComparison.Ordinal) && line.Contains("s3:*"));
    }

    [Fact]
    public void A_map_is_compared_key_by_key()
    {
        var change = Change(new Thing { Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } }, new Thing { Labels = new Dictionary<string, string> { ["b"] = "3", ["c"] = "4" } });

        Assert.Equal(["- a: 1", "- b: 2", "+ b: 3", "+ c: 4"], Lines(change));
    }

    [Fact]
    public void A_list_whose_order_counts_is_compared_by_position()
    {
        var change = Change(new Thing { Steps = ["build", "test"] }, new Thing { Steps = ["test", "build"] });

        Assert.Equal(["- [1]: build", "+ [1]: test", "- [2]: test", "+ [2]: build"], Lines(change));
    }

    [Fact]
    public void A_list_of_single_values_names_only_what_differs()
    {
        var change = Change(new Thing { Subnets = ["a", "b", "c"] }, new Thing { Subnets = ["c", "a", "d"] });

        Assert.Equal(["- b", "+ d"], Lines(change));
    }

    [Fact]
    public void A_script_is_named_by_its_hash_and_lines_and_nothing_of_it_is_shown()
    {
        var change = Change(new Thing { Script = "#!/bin/sh\npassword=hunter2\n" }, new Thing { Script = "#!/bin/sh\npassword=hunter3\nreboot" });

        Assert.Empty(change.Items);
        Assert.Matches("^changed \\(hash [0-9a-f]{8} → hash [0-9a-f]{8}, 2 lines → 3 lines\\)$", change.Summary);
        Assert.DoesNotContain("hunter", $"{change}{change.Summary}{PlanText.Change(change)}");
    }

    [Fact]
    public void The_same_item_twice_is_one_item()
    {
        Assert.Empty(SpecDiff.Compare(new Thing { Subnets = ["a", "a", "b"] }, new Thing { Subnets = ["b", "a"] }));
        Assert.Empty(SpecDiff.Compare(new Thing { Rules = [Office, Office] }, new Thing { Rules = [Office] }));
        Assert.NotEmpty(SpecDiff.Compare(new Thing { Subnets = ["a", "a"] }, new Thing { Subnets = ["b", "a"] }));
        Assert.Equal(["a", "b"], ((Thing)SpecTree.Map(new Thing { Subnets = ["a", "b", "a"] }, (target, _) => target)).Subnets);
        Assert.Equal(["a", "a"], ((Thing)SpecTree.Map(new Thing { Steps = ["a", "a"] }, (target, _) => target)).Steps);
        Assert.Equal(["c"], Differences.Sets(["a"], ["a", "c", "a", "c"]).Added);
    }

    [Fact]
    public void An_item_that_asks_for_less_does_not_take_the_place_of_one_that_is_met_exactly()
    {
        var plain = new Rule { Port = 22, From = "a" };
        var hidden = plain with { Hidden = "one" };

        Assert.Empty(SpecDiff.Compare(new Thing { Rules = [plain, hidden] }, new Thing { Rules = [hidden, plain with { Hidden = "two" }] }));
    }

    [Fact]
    public void An_empty_text_is_no_difference_to_nothing()
    {
        Assert.Empty(SpecDiff.Compare(new Thing { Description = "" }, new Thing()));
        Assert.NotEmpty(SpecDiff.Compare(new Thing { Description = "" }, new Thing { Description = "web" }));
    }

    [Theory]
    [InlineData("resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64")]
    [InlineData("<200>old", "<200>new")]
    [InlineData("<200>", "<200>more")]
    [InlineData("one<400>", "two<400>")]
    [InlineData("<200>a<200>", "<200>b<200>")]
    public void Two_different_values_never_look_the_same(string old, string desired)
    {
        var (before, after) = PlanText.Pair(new PropertyChange("Value", Long(old), Long(desired), IsReplacement: false));

        Assert.NotEqual(before, after);

        static string Long(string text) => text.Replace("<200>", new string('x', 200)).Replace("<400>", new string('x', 400));
    }

    [Fact]
    public void Two_equal_changes_are_equal()
    {
        PropertyChange Make() => Change(new Thing { Subnets = ["a"] }, new Thing { Subnets = ["b"] });

        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
    }

    private static Rule Office { get; } = new() { Port = 443, From = "203.0.113.0/24" };

    private static PropertyChange Change(Thing now, Thing desired) => Assert.Single(SpecDiff.Compare(desired, now));

    private static List<string> Lines(PropertyChange change) =>
        [.. PlanText.Items(change).Select(line => $"{(line.IsAdded ? "+" : "-")} {line.Text}{(line.Caution is { } caution ? $" [{caution}]" : "")}")];

    private sealed record Thing : Spec
    {
        public IReadOnlyList<Rule>? Rules { get; init; }

        public IReadOnlyList<Policy>? Policies { get; init; }

        public IReadOnlyList<string>? Subnets { get; init; }

        [Ordered]
        public IReadOnlyList<string>? Steps { get; init; }

        public IReadOnlyDictionary<string, string>? Labels { get; init; }

        [JsonDocument]
        public string? Document { get; init; }

        [Script]
        public string? Script { get; init; }

        public string? Description { get; init; }
    }

    private sealed record Rule : IListItem
    {
        public required int Port { get; init; }

        public required string From { get; init; }

        public string? Hidden { get; init; }

        string IListItem.Summary => $"{Port} from {From}";

        string? IListItem.Caution => From == "0.0.0.0/0" ? "world" : null;
    }

    private sealed record Policy
    {
        public required string PolicyName { get; init; }

        [JsonDocument]
        public required string Document { get; init; }
    }
}
