using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints;

/// <summary>Suggests resource types for misspelled ones.</summary>
public static class TypeNames
{
    /// <summary><c>EC2::Instance</c> of <c>AWS::EC2::Instance</c>.</summary>
    public static string WithoutVendor(string name) =>
        name[(name.IndexOf("::", StringComparison.Ordinal) is var end and >= 0 ? end + 2 : 0)..];

    /// <summary>Returns <c>" Did you mean 'AWS::EC2::VPC'?"</c>, the types of the same service, or an empty string.</summary>
    public static string Hint(string name, Catalog catalog)
    {
        var names = catalog.Declarable.Select(type => type.Name).ToList();
        if (Spelling.Nearest(name, names) is { } near) return $" Did you mean '{near}'?";
        // Users omit the service or write another one: Subnet, EC2::Subnet, AWS::VPC::Subnet.
        var last = name[(name.LastIndexOfAny([':', '.', '/', ' ']) + 1)..];
        if (Spelling.Nearest(last, catalog.Declarable.Select(type => type.ShortName)) is { } shortName)
            return $" Did you mean '{catalog.Declarable.First(type => type.ShortName == shortName).Name}'?";
        var same =
            names
                .Where(known =>
                    name.Split("::") is [var vendor, var service, ..]
                        && known.StartsWith($"{vendor}::{service}::", StringComparison.OrdinalIgnoreCase))
                .ToList();
        return same.Count > 0
            ? $" Supported types of this service: {MessageFormat.List(same)}."
            : " Run `pockitect export reference` to list supported types.";
    }
}
