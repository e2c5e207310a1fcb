using System.Text.RegularExpressions;

namespace Pockitect.Core.Blueprints.Import;

/// <summary>The image names in older files, in any spelling.</summary>
internal static partial class OlderImages
{
    private static readonly (string Pattern, string Image)[] Known =
    [
        ("amazonlinux2023", "amazon-linux-2023"), ("al2023", "amazon-linux-2023"), ("amazonlinux", "amazon-linux-2023"),
        ("ubuntu2404", "ubuntu-24.04"), ("ubuntu2204", "ubuntu-22.04"), ("ubuntu", "ubuntu-24.04"),
        ("debian12", "debian-12"), ("debian", "debian-12"),
        ("windows2022", "windows-2022"), ("windowsserver2022", "windows-2022"), ("windows", "windows-2022"),
    ];

    /// <summary>Returns the blueprint's name of an image, an ID unchanged, or null for an unknown image.</summary>
    public static string? Of(string written)
    {
        var text = written.Trim();
        if (IdPattern().IsMatch(text)) return text;
        var folded = NoisePattern().Replace(text.ToLowerInvariant(), "");
        return Known.FirstOrDefault(known => known.Pattern == folded).Image;
    }

    [GeneratedRegex(@"^ami-[0-9a-f]{8,17}\z")]
    private static partial Regex IdPattern();

    // Ubuntu 22.04 LTS (x86_64), ubuntu_22.04, Debian 12 (Bookworm), Windows_Server 2022 Base
    [GeneratedRegex(@"\([^)]*\)|[^a-z0-9]|lts|bookworm|jammy|noble|base|latest")]
    private static partial Regex NoisePattern();
}
