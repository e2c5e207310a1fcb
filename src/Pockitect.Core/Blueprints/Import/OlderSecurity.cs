using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>The key pair and the role of an older file.</summary>
internal static partial class OlderSecurity
{
    public const string KeyName = "key";
    public const string RoleName = "role";

    public static SecuritySection Of(OlderFields fields) => new() { KeyPairs = KeyPairs(fields), Roles = Roles(fields) };

    private static List<KeyPairEntry> KeyPairs(OlderFields fields)
    {
        if (fields.IsSkipped("security.key_pair")) return [];
        var mode = fields.Take("security.key_pair.mode");
        var name = fields.Take("security.key_pair.name");
        switch (mode)
        {
            case "existing" when name is not null:
                fields.Note("security.key_pair.mode", "Carried over as 'existing: true': the key stays when the project is deleted.");
                return [new KeyPairEntry { Name = KeyName, KeyName = name, Existing = true }];
            case "generate" or null when name is not null:
                var file = FilePattern().Replace(name, "-").Trim('-', '.');
                if (file != name) fields.Note("security.key_pair.name", $"Carried over as '{file}': the private key file has this name.");
                fields.Settle("security.key_pair.mode");
                return [new KeyPairEntry { Name = KeyName, KeyName = file.Length > 0 ? file : null }];
            case "none" or null:
                fields.Settle("security.key_pair.mode", "security.key_pair.name");
                return [];
            default:
                fields.Note(
                    ["security.key_pair.mode", "security.key_pair.name"],
                    "Not carried over: the key pair has no name, or its mode is unknown. Add one to security.key_pairs.");
                return [];
        }
    }

    private static List<RoleEntry> Roles(OlderFields fields)
    {
        // By default the role was created, unless this part was skipped.
        var isEnabled = fields.Take("security.iam_role.enabled")?.ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            _ => fields.Peek("security.iam_role.status") is not "skipped" && fields.HasText("security.iam_role.role_name"),
        };
        if (!isEnabled)
        {
            fields.Settle([.. fields.In("security.iam_role"), "security.iam_role.enabled"]);
            return [];
        }

        var written = fields.Take("security.iam_role.role_name");
        var name = written is null ? null : RoleNamePattern().Replace(written, "-");
        if (name != written)
            fields.Note("security.iam_role.role_name", $"Carried over as '{name}': IAM doesn't allow other characters in a role name.");
        fields.Note(["security.iam_role.enabled", "security.iam_role.role_name"],
            "The role is carried over with its instance profile, but without policies, because the file has none. Add the policies that "
                + "the instance needs to managed_policies, such as AmazonSSMManagedInstanceCore.");
        return [new RoleEntry { Name = RoleName, RoleName = name }];
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex FilePattern();

    [GeneratedRegex("[^A-Za-z0-9+=,.@_-]+")]
    private static partial Regex RoleNamePattern();
}
