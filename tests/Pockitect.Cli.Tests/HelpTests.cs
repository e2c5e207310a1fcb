using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;

namespace Pockitect.Cli.Tests;

public sealed class HelpTests
{
    private static readonly Command Root = App.Root(new GlobalOptions(new HostEnvironment
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Home = () => throw new InvalidOperationException("Help needs no files."),
        PythonFolder = "",
    }));

    private static IEnumerable<Command> Commands => Below(Root);

    [Fact]
    public void Everything_is_explained()
    {
        var symbols = Commands.SelectMany(command => (IEnumerable<Symbol>)[command, .. command.Arguments, .. command.Options]);

        Assert.DoesNotContain(symbols, symbol => symbol.Description is not { Length: > 10 });
    }

    [Fact]
    public void No_option_takes_a_secret() =>
        Assert.DoesNotContain(
            Commands.SelectMany(command => command.Options),
            option => Regex.IsMatch(option.Name, "password|secret|token|access-key|credential", RegexOptions.IgnoreCase));

    [Fact]
    public void Every_command_says_what_it_takes_and_does()
    {
        var help = string.Concat(Commands.Select(command => $"## {Name(command)}\n{HelpOf(command)}\n"));

        Snapshot.Matches("help.txt", help);
    }

    private static string HelpOf(Command command)
    {
        var text = new StringWriter();
        if (Root.Options.OfType<HelpOption>().Single().Action is HelpAction help) help.MaxWidth = 120;
        Root.Parse([.. Path(command), "--help"]).Invoke(new InvocationConfiguration { Output = text });
        // The name of the program is that of whichever program runs it.
        return text.ToString().ReplaceLineEndings("\n").Replace(RootCommand.ExecutableName, "pockitect", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. Path(parent), command.Name] : [];

    private static string Name(Command command) => command is RootCommand ? "pockitect" : command.Name;

    private static IEnumerable<Command> Below(Command command) => [command, .. command.Subcommands.SelectMany(Below)];
}
