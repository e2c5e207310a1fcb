using System.CommandLine;
using System.CommandLine.Parsing;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Interaction;

/// <summary>Finds unknown options. The parser would treat them as arguments: a project called <c>--verbose</c>.</summary>
internal static class UnknownOptions
{
    /// <summary>Returns an error for each. After <c>--</c>, everything is an argument.</summary>
    public static IEnumerable<string> In(ParseResult parsed)
    {
        var literal = parsed.Tokens.SkipWhile(token => token.Type is not TokenType.DoubleDash)
            .Select(token => token.Value)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var result in parsed.CommandResult.Children)
        {
            foreach (var value in result.Tokens.Select(token => token.Value)
                .Where(value => value.StartsWith('-') && value.Length > 1 && !literal.Contains(value)))
            {
                if (result is OptionResult option) yield return $"{option.Option.Name} needs a value, and '{value}' looks like an option.";
                else if (result is ArgumentResult)
                    yield return $"Unknown option '{value}'.{Spelling.Hint(value, Names(parsed.CommandResult.Command))}";
            }
        }
    }

    /// <summary>Returns all options of a command and its parent commands.</summary>
    private static IEnumerable<string> Names(Command command) =>
        command.Options
            .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Select(option => option.Name);
}
