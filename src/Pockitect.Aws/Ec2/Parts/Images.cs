using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>The operating systems for blueprints, and the public parameters with AWS's newest images.</summary>
/// <seealso href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html"/>
public static partial class Images
{
    private static readonly Dictionary<string, Parameter> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amazon-linux-2023"] = new("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{0}", "x86_64", "arm64"),
        ["ubuntu-24.04"] = new("/aws/service/canonical/ubuntu/server/24.04/stable/current/{0}/hvm/ebs-gp3/ami-id", "amd64", "arm64"),
        ["ubuntu-22.04"] = new("/aws/service/canonical/ubuntu/server/22.04/stable/current/{0}/hvm/ebs-gp2/ami-id", "amd64", "arm64"),
        ["debian-12"] = new("/aws/service/debian/release/12/latest/{0}", "amd64", "arm64"),
        ["windows-2022"] = new("/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", "", Arm: null),
    };

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns an instance's <c>ImageId</c> for a name.</summary>
    /// <param name="name">One of <see cref="Names"/>, or an <c>ami-…</c> or <c>resolve:ssm:…</c>, which stays unchanged.</param>
    /// <param name="instanceType">Its family decides the image's processor.</param>
    /// <returns>Null for an unknown name, or if there is no such image for the instance type's processor.</returns>
    public static string? ImageIdFor(string name, string instanceType)
    {
        if (ImageId().IsMatch(name)) return name;
        if (!Known.TryGetValue(name, out var parameter)) return null;
        var processor = Arm64Family().IsMatch(instanceType) ? parameter.Arm : parameter.Intel;
        return processor is null ? null : $"resolve:ssm:{parameter.Path.Replace("{0}", processor, StringComparison.Ordinal)}";
    }

    /// <summary>Returns the operating system of an <c>ImageId</c>, as far as it tells.</summary>
    public static ImageSystem SystemOf(string imageId) =>
        !imageId.StartsWith("resolve:ssm:/aws/service/", StringComparison.Ordinal) ? ImageSystem.Unknown
        : imageId.Contains("windows", StringComparison.OrdinalIgnoreCase) ? ImageSystem.Windows : ImageSystem.Linux;

    [GeneratedRegex("^(ami-[0-9a-f]+|resolve:ssm:/.+)$")]
    private static partial Regex ImageId();

    // AWS marks its ARM processors with a g after the generation (t4g, c7gn, is4gen); a1 is older than that scheme.
    [GeneratedRegex(@"^([a-z]+\d+g|a1\.)")]
    private static partial Regex Arm64Family();

    /// <param name="Path">The parameter's path; <c>{0}</c> stands for the processor.</param>
    /// <param name="Intel">The path's word for x86 processors.</param>
    /// <param name="Arm">The path's word for ARM processors; null if there is no such image.</param>
    private sealed record Parameter(string Path, string Intel, string? Arm);
}
