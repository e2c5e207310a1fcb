using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;

namespace Pockitect.Core.Files;

/// <summary>
/// The rule for a project's name. Names come from blueprints, tags, messages, file names and command lines, and they become part of
/// file names, so every path of a project is made by <see cref="DataFolder"/>, which demands this rule.
/// </summary>
public static partial class ProjectNames
{
    /// <summary>The characters of a name. A name must also not be a device name of Windows.</summary>
    public const string Pattern = "[a-z][a-z0-9-]{0,38}[a-z0-9]";

    /// <summary>The same for a message, as the end of a sentence.</summary>
    public const string Needs = "needs 2 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last";

    /// <summary>The rule as a hint beside a field.</summary>
    public const string Help = "2 to 40 lowercase letters, digits and hyphens. Start with a letter, end with a letter or digit.";

    public static bool IsValid(string? name) => name is not null && Whole().IsMatch(name) && !IsDevice(name);

    /// <summary>Returns true for names such as <c>con</c> and <c>nul</c>, which no file on Windows can have, with any extension.</summary>
    public static bool IsDevice(string name) => Device().IsMatch(name);

    /// <summary>Returns what is wrong with a name as a sentence; null if it is valid.</summary>
    public static string? Problem(string name) =>
        IsValid(name) ? null
        : IsDevice(name) ? $"'{name}' is a device name on Windows, where no file can have it. Choose another name, for example {name}-app."
        : $"A project's name {Needs}; got '{MessageFormat.Value(name)}'.";

    /// <summary>Returns the name if it is valid.</summary>
    /// <exception cref="FaultException">It isn't.</exception>
    public static string Demand(string name) =>
        Problem(name) is { } problem ? throw new FaultException(new Fault(FaultKind.LocalFile, "ProjectName", problem)) : name;

    [GeneratedRegex($@"\A{Pattern}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
