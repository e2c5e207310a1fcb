using System.Text;
using System.Text.RegularExpressions;

namespace Pockitect.Core.Text;

/// <summary>The switches that suggested commands repeat, so that a pasted command addresses the same account.</summary>
/// <param name="Identity">The identity's ID; null if the terminal would choose the same one.</param>
/// <param name="Regions">The Regions that the command was limited to.</param>
public sealed record CommandSwitches(bool Sandbox = false, string? Identity = null, IReadOnlyList<string>? Regions = null)
{
    public static CommandSwitches None { get; } = new();
}

/// <summary>Suggested commands in messages, ready to paste into a shell. In messages they are in backticks.</summary>
public static partial class CommandHint
{
    private const string Program = "pockitect";

    /// <summary>Commands that don't use an account's data and take no switches.</summary>
    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "accounts",
        "app",
        "demo",
        "export",
        "login",
        "logout",
        "sandbox",
    };

    /// <summary>Commands that only read local files and ignore the identity.</summary>
    private static readonly HashSet<string> Local = new(StringComparer.Ordinal) { "import", "new", "settings", "validate" };

    private static readonly HashSet<string> Regional = new(StringComparer.Ordinal) { "list", "scan" };

    /// <summary>Quotes a word for the shell: unchanged if safe, otherwise in single quotes.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0
            && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@+%,".Contains(letter, StringComparison.Ordinal)))
            return word;
        var inside = word.Replace("'", OperatingSystem.IsWindows() ? "''" : @"'\''", StringComparison.Ordinal);
        return $"'{inside}'";
    }

    /// <summary>Returns a command line of these words.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>Adds the switches to every command in backticks in a message.</summary>
    public static string AddTo(string message, CommandSwitches switches) => message.Contains($"`{Program}", StringComparison.Ordinal)
        ? Suggested().Replace(message, match => $"`{Add(match.Groups["command"].Value, switches)}`")
        : message;

    /// <summary>Adds the switches to a command line.</summary>
    public static string Add(string command, CommandSwitches switches)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [Program, var verb, ..] || verb.StartsWith('-') || Plain.Contains(verb)) return command;

        var added = new StringBuilder(command);
        if (!Has("--sandbox", "--identity", "--profile"))
        {
            if (switches.Sandbox) added.Append(" --sandbox");
            else if (switches.Identity is { } identity && !Local.Contains(verb)) added.Append(" --identity ").Append(Quote(identity));
        }

        if (Regional.Contains(verb) && !Has("--region", "--all"))
        {
            foreach (var region in switches.Regions ?? []) added.Append(" --region ").Append(Quote(region));
        }

        return added.ToString();

        bool Has(params string[] options) => words.Intersect(options, StringComparer.Ordinal).Any();
    }

    /// <summary>Returns the indexes of format arguments that are inside a command in backticks.</summary>
    public static IReadOnlySet<int> ArgumentsInside(string format)
    {
        var found = new HashSet<int>();
        foreach (Match command in Suggested().Matches(format))
        {
            foreach (Match argument in Arguments().Matches(command.Groups["command"].Value))
                found.Add(int.Parse(argument.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture));
        }

        return found;
    }

    [GeneratedRegex($"`(?<command>{Program}(?: [^`\n]*)?)`")]
    private static partial Regex Suggested();

    [GeneratedRegex(@"(?<!\{)\{(?<number>[0-9]+)[^{}]*\}")]
    private static partial Regex Arguments();
}
