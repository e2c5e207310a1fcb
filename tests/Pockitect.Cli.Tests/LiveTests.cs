using Microsoft.Extensions.Time.Testing;
using Pockitect.Cli.Host;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Cli.Tests;

/// <summary>What is drawn over itself while a command runs.</summary>
public sealed class LiveTests : IDisposable
{
    private static readonly Status ended = new Completed("1 created.");

    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _screen = new();

    public void Dispose() => _screen.Dispose();

    private static Progress Waiting => new(1, 3, "server", "AWS::EC2::Instance", "waiting", "until it runs", TimeSpan.FromSeconds(5), Remaining: null);

    [Fact]
    public async Task The_clock_ticks_while_nothing_is_reported()
    {
        var output = new Output(Screen(), isJson: false);
        await ProgressView.ShowAsync(output, report =>
        {
            report(Waiting);
            _time.Advance(TimeSpan.FromSeconds(1));
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(ended);
        }, CancellationToken.None);

        Assert.Contains("step 1 of 3 · 00:05", _screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 1 of 3 · 00:06", _screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 1 of 3 · 00:07", _screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("waiting: until it runs · 00:02", _screen.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_interrupt_is_answered_before_the_command_ends(bool isTerminal)
    {
        using var interrupted = new CancellationTokenSource();
        var output = new Output(Screen() with { ErrorIsTerminal = isTerminal }, isJson: false);
        var end = new TaskCompletionSource<Status>();

        var showing = ProgressView.ShowAsync(output, report =>
        {
            report(Waiting);
            return end.Task;
        }, interrupted.Token);
        await interrupted.CancelAsync();
        var answered = _screen.ToString();
        end.SetResult(ended);
        await showing;

        Assert.Contains("Stopping:", answered, StringComparison.Ordinal);
        Assert.Contains("Ctrl+C again", string.Join(' ', answered.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cursor_is_never_hidden_and_the_area_is_gone_at_the_end()
    {
        var output = new Output(Screen(), isJson: false);
        await ProgressView.ShowAsync(output, report =>
        {
            report(Waiting);
            return Task.FromResult(ended);
        }, CancellationToken.None);

        Assert.DoesNotContain("\x1b[?25l", _screen.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\x1b[2A\x1b[J", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_area_that_is_higher_or_wider_than_the_terminal_is_cut()
    {
        using var area = new LiveArea(_screen, () => (20, 6), columns => [.. Enumerable.Range(0, 9).Select(number => TerminalText.Crop($"{number} {new string('x', 40)}", columns))], _time, ended: () => { });

        var lines = _screen.ToString().TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length < 20, line));
        Assert.EndsWith("and 6 more", lines[^1], StringComparison.Ordinal);
    }

    private HostEnvironment Screen() => new()
    {
        In = TextReader.Null,
        Out = _screen,
        Error = _screen,
        ErrorIsTerminal = true,
        Home = () => throw new InvalidOperationException("Nothing is written here."),
        PythonFolder = "",
        Time = _time,
        Variable = name => name == "NO_COLOR" ? "1" : null,
    };
}
