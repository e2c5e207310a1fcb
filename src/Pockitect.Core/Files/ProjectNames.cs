using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Files;

/// <summary>
/// The rule for project names. Names come from blueprints, tags, messages, file names and command lines, and become part of file names.
/// <see cref="DataFolder"/> builds every path of a project and enforces this rule.
/// </summary>
public static partial class ProjectNames
{
    /// <summary>The allowed characters. Windows device names are also invalid.</summary>
    public const string Pattern = "[a-z][a-z0-9-]{0,38}[a-z0-9]";

    /// <summary>The rule as the end of a sentence.</summary>
    public const string Needs = "needs 2 to 40 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen";

    /// <summary>The rule as help text for a form field.</summary>
    public const string Help = "2 to 40 lowercase letters, digits and hyphens. Start with a letter, end with a letter or digit.";

    public static bool IsValid(string? name) => name is not null && Whole().IsMatch(name) && !IsDevice(name);

    /// <summary>Whether this is a name such as <c>con</c> or <c>nul</c>, which Windows reserves with any extension.</summary>
    public static bool IsDevice(string name) => Device().IsMatch(name);

    /// <summary>Returns what is wrong with a name as a sentence; null if it is valid.</summary>
    public static string? Problem(string name) =>
        IsValid(name) ? null
        : IsDevice(name) ? $"'{name}' is a reserved device name on Windows. Choose another name, for example {name}-app."
        : $"A project name {Needs}; got '{MessageFormat.Value(name)}'.";

    /// <summary>Returns the name if it is valid.</summary>
    /// <exception cref="FaultException">It isn't valid.</exception>
    public static string Demand(string name) =>
        Problem(name) is { } problem ? throw new FaultException(new Fault(FaultKind.LocalFile, "ProjectName", problem)) : name;

    [GeneratedRegex($@"\A{Pattern}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
