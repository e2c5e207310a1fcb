using Pockitect.Cli.Host;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Commands.Input;

/// <summary>The accepted forms of resource types: <c>instance</c>, <c>EC2::Instance</c>, <c>AWS::EC2::Instance</c>.</summary>
internal static class TypeNames
{
    public static bool Means(string given, string name) =>
        name.Equals(given, StringComparison.OrdinalIgnoreCase) || name.EndsWith($"::{given}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the full names.</summary>
    /// <exception cref="CommandException">Unknown type.</exception>
    public static IReadOnlyList<string>? Resolve(Catalog catalog, IReadOnlyList<string> given)
    {
        if (given.Count == 0) return null;
        return
        [
            .. given.SelectMany(name => catalog.Types.Where(type => Means(name, type.Name)).Select(type => type.Name).DefaultIfEmpty(null)
                .Select(found => found ?? throw Unknown(catalog, name))),
        ];
    }

    private static CommandException Unknown(Catalog catalog, string name) => new(
        $"Unknown resource type '{name}'.{Spelling.Hint(name, catalog.Types.SelectMany(type => (string[])[type.ShortName, type.Name]))} "
            + $"Known types: {string.Join(", ", catalog.Types.Select(type => type.ShortName))}.",
        ExitCodes.Usage);
}
