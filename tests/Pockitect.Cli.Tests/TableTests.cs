using Pockitect.Cli.Rendering;

namespace Pockitect.Cli.Tests;

public sealed class TableTests
{
    private static readonly IReadOnlyList<object?>[] rows =
    [
        ["web-server", "AWS::EC2::Instance", "i-0ea9d415404e2f428", "eu-west-1", new Shade("available", Tint.Green), "$12.68"],
        ["vpc", "AWS::EC2::VPC", "vpc-ea9d415404e2f4283", "ap-southeast-2", "pending", ""],
    ];

    private static readonly string[] values =
        ["web-server", "i-0ea9d415404e2f428", "eu-west-1", "available", "$12.68", "vpc-ea9d415404e2f4283", "ap-southeast-2", "pending"];

    [Theory]
    [InlineData(200)]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(30)]
    public void Ids_Regions_and_states_are_never_split_and_no_line_is_too_long(int width)
    {
        var lines = new TableLayout(["name", Column.Type, "id", "region", "state", "a month"], rows, new AnsiStyle(colors: false)).Lines(width).ToList();

        Assert.All(values, value => Assert.Contains(lines, line => line.Contains(value, StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.True(TerminalText.Width(line) <= width, line));
    }

    [Fact]
    public void Types_are_shortened_before_a_row_takes_two_lines()
    {
        var lines = new TableLayout(["name", Column.Type, "id", "region", "state"], rows.Select(row => (IReadOnlyList<object?>)[.. row.Take(5)]).ToList(), new AnsiStyle(colors: false)).Lines(74).ToList();

        Assert.Equal(3, lines.Count);
        Assert.Contains(" VPC ", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("AWS::", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_has_no_edge() =>
        Assert.Contains("AWS::EC2::Instance", new TableLayout(["name", Column.Type, "id", "region", "state", "a month"], rows, new AnsiStyle(colors: false)).Lines(null).ElementAt(1), StringComparison.Ordinal);

    [Fact]
    public void A_value_that_is_wider_than_the_terminal_stays_whole()
    {
        const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";

        Assert.Contains(new TableLayout(["name", "id"], [["shop", Arn]], new AnsiStyle(colors: true)).Lines(40), line => line.EndsWith(Arn, StringComparison.Ordinal));
    }

    [Fact]
    public void Sentences_are_broken_between_words_and_shown_whole()
    {
        var sentence = string.Join(' ', Enumerable.Repeat("several words", 12));

        var lines = new TableLayout(["template", new Column("description", Fit.Words)], [["web-server", sentence]], new AnsiStyle(colors: false)).Lines(60).ToList();

        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.Equal($"web-server {sentence}", string.Join(' ', string.Join(' ', lines.Skip(1)).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("  ~ web-server  AWS::EC2::Instance i-0ea9d415404e2f428 (changed outside)", 40)]
    [InlineData("Run `pockitect status my-site --sandbox` to see more of what is there now.", 40)]
    public void Lines_break_between_words_and_commands_stay_whole(string line, int width)
    {
        var wrapped = LineWrap.Wrap(line, width).Split('\n');

        Assert.All(wrapped, part => Assert.True(part.Length <= width, part));
        Assert.Equal(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), string.Join(' ', wrapped).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Contains('`', StringComparison.Ordinal)) Assert.Contains(wrapped, part => part.Contains("`pockitect status my-site --sandbox`", StringComparison.Ordinal));
    }
}
