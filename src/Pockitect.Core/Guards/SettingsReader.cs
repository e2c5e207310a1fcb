using System.Globalization;
using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Guards;

/// <summary>Reads the settings file, and reports every error with line and column.</summary>
internal sealed partial class SettingsReader
{
    /// <summary>An account's settings, in display order.</summary>
    public static readonly IReadOnlyList<string> Keys = [
        "read_only", "production", "typed_confirmation", "allowed_regions", "locked_regions", "price_ceiling", "scan_regions", "scan_types",
    ];

    private readonly List<BlueprintProblem> _problems = [];

    public static SettingsReading Read(string text)
    {
        var yaml = YamlText.Parse(text);
        var reader = new SettingsReader();
        foreach (var problem in yaml.Problems) reader.Add(problem.Position, "", problem.Message);
        return new SettingsReading(yaml.Root is null ? new Settings() : reader.File(yaml.Root), reader._problems);
    }

    public static bool IsAccount(string text) => AccountId().IsMatch(text);

    private Settings File(YamlNode root)
    {
        var settings = new Settings();
        var accounts = new Dictionary<string, GuardRails>(StringComparer.Ordinal);
        foreach (var (key, value) in Map(root, "", "`default` and `accounts`"))
        {
            switch (key.Text)
            {
                case "default":
                    settings = settings with { Default = Rails(value, "default") };
                    break;
                case "accounts":
                    foreach (var (account, rails) in Map(value, "accounts", "accounts by their twelve digits"))
                    {
                        if (!IsAccount(account.Text))
                            Add(
                                account.Position,
                                "accounts",
                                $"'{MessageFormat.Value(account.Text)}' is not an account ID; use twelve digits, including leading zeros.");
                        else accounts[account.Text] = Rails(rails, $"accounts.{account.Text}");
                    }

                    break;
                default:
                    Add(key.Position, "", $"Unknown key '{MessageFormat.Value(key.Text)}'; use `default` and `accounts`.");
                    break;
            }
        }

        return settings with { Accounts = accounts };
    }

    private GuardRails Rails(YamlNode node, string path)
    {
        var rails = GuardRails.None;
        foreach (var (key, value) in Map(node, path, MessageFormat.List(Keys)))
        {
            var at = $"{path}.{key.Text}";
            switch (key.Text)
            {
                case "read_only": rails = rails with { ReadOnly = Flag(value, at) }; break;
                case "production": rails = rails with { Production = Flag(value, at) }; break;
                case "typed_confirmation": rails = rails with { TypedConfirmation = Flag(value, at) }; break;
                case "allowed_regions": rails = rails with { AllowedRegions = Regions(value, at) }; break;
                case "locked_regions": rails = rails with { LockedRegions = Regions(value, at) }; break;
                case "price_ceiling": rails = rails with { PriceCeiling = Usd(value, at) }; break;
                case "scan_regions": rails = rails with { ScanRegions = Some(Regions(value, at), value, at, "Region") }; break;
                case "scan_types": rails = rails with { ScanTypes = Some(Types(value, at), value, at, "type") }; break;
                default:
                    Add(
                    key.Position, at, $"Unknown setting '{MessageFormat.Value(key.Text)}'; use {MessageFormat.List(Keys)}."); break;
            }
        }

        return rails;
    }

    private IEnumerable<YamlEntry> Map(YamlNode node, string path, string holds)
    {
        switch (node.Value)
        {
            case YamlMap map: return map.Entries;
            case YamlScalar { IsNull: true }: return [];
            default:
                Add(node.Position, path, $"Expected a group of settings: {holds}.");
                return [];
        }
    }

    private bool? Flag(YamlNode node, string path)
    {
        if (node.Value is YamlScalar { IsPlain: true, Text: "true" or "false" } scalar) return scalar.Text == "true";
        Add(node.Position, path, "Use true or false.");
        return null;
    }

    private decimal? Usd(YamlNode node, string path)
    {
        if (node.Value is YamlScalar { Text: var text }
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd))
            return usd;
        Add(node.Position, path, "Use US dollars a month, such as 200 or 49.50.");
        return null;
    }

    private List<string>? Regions(YamlNode node, string path) =>
        Texts(node, path, Region(), "Use a list of Regions, such as [eu-west-1, eu-central-1].", "Use a Region's name, such as eu-west-1.");

    private List<string>? Types(YamlNode node, string path) =>
        Texts(
            node,
            path,
            TypeName(),
            "Use a list of types, such as [AWS::EC2::Instance, AWS::RDS::DBInstance].",
            "Use a type's full name, such as AWS::EC2::Instance.");

    private List<string>? Texts(YamlNode node, string path, Regex shape, string wantsList, string wantsItem)
    {
        if (node.Value is not YamlList list)
        {
            Add(node.Position, path, wantsList);
            return null;
        }

        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item.Value is YamlScalar { Text: var text } && shape.IsMatch(text)) texts.Add(text);
            else Add(item.Position, path, wantsItem);
        }

        return texts;
    }

    /// <summary>An empty scan would look like an empty account.</summary>
    private List<string>? Some(List<string>? texts, YamlNode node, string path, string what)
    {
        if (node.Value is YamlList { Items.Count: 0 })
            Add(node.Position, path, $"List at least one {what}, or remove the setting to scan all.");
        return texts;
    }

    private void Add(Position at, string path, string message) =>
        _problems.Add(new BlueprintProblem(Severity.Error, at.Line, at.Column, path, message));

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountId();

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex Region();

    [GeneratedRegex("^[A-Za-z0-9]+(::[A-Za-z0-9]+){2}$")]
    private static partial Regex TypeName();
}
