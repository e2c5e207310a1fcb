using Pockitect.Aws.Ec2;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;
using Pockitect.Core.Text;

namespace Pockitect.Cli.Rendering;

/// <summary>Shows how to log in to a project's machines: commands to paste, with the private key's path.</summary>
internal static class LoginView
{
    /// <summary>The default users of images, by words in the image's name.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/managing-users.html"/>
    private static readonly (string Part, string User)[] Users = [
        ("ubuntu", "ubuntu"), ("debian", "admin"), ("amazon-linux", "ec2-user"), ("al2023", "ec2-user"),
    ];

    public static void Show(Output output, DataFolder folder, IReadOnlyList<Observed> rows)
    {
        foreach (var line in Lines(folder, rows)) output.TellWhole(line);
    }

    /// <summary>Prints a line per private key on this computer, then one per reachable machine.</summary>
    public static IEnumerable<string> Lines(DataFolder folder, IReadOnlyList<Observed> rows)
    {
        foreach (var key in rows.Where(row => row.Spec is KeyPair && PrivateKey(folder, row.Id) is not null))
            yield return $"Private key of {key.DisplayName}: {PrivateKey(folder, key.Id)}";
        foreach (var row in rows.Where(row => row.Spec is Instance && row.Phase is not (Phase.Gone or Phase.Stopped)))
        {
            if (row.Outputs.GetValueOrDefault("PublicIpAddress") is { Length: > 0 } address && KeyOf(row) is { } key)
                yield return $"{row.DisplayName}: {Command(row, address, key, PrivateKey(folder, key))}";
        }
    }

    private static string Command(Observed row, string address, string key, string? path)
    {
        if (row.Outputs.GetValueOrDefault("PlatformDetails")?.Contains("Windows", StringComparison.Ordinal) is true)
        {
            return $"open Remote Desktop to {address} as Administrator. Password: "
                + CommandHint.Join(
                    [
                        "aws",
                        "ec2",
                        "get-password-data",
                        "--instance-id",
                        row.Id,
                        "--region",
                        row.Place.Region,
                        "--priv-launch-key",
                        path ?? key,
                    ]);
        }

        var image = Setting(row, "ImageId") ?? "";
        var user = Users.FirstOrDefault(known => image.Contains(known.Part, StringComparison.OrdinalIgnoreCase)).User;
        var command = CommandHint.Join(["ssh", .. path is null ? [] : (string[])["-i", path], $"{user ?? "ec2-user"}@{address}"]);
        return command
            + (user is null ? "  (or the image's default user)" : "")
            + (path is null ? $"  (the private key '{key}' is not on this computer)" : "");
    }

    private static string? PrivateKey(DataFolder folder, string id) =>
        // An ID is a name from AWS, not a path.
        Path.GetFileName(id) == id && Path.Combine(folder.Keys, id) is var path && File.Exists(path) ? path : null;

    private static string? KeyOf(Observed row) => Setting(row, "KeyName");

    private static string? Setting(Observed row, string name) => SpecJson.Write(row.Spec)[name] switch
    {
        System.Text.Json.Nodes.JsonObject reference => (string?)reference["id"],
        System.Text.Json.Nodes.JsonValue value => (string?)value,
        _ => null,
    };
}
