using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>
/// An instance's image from a public parameter. A tag stores the resolved image, so that a newer one is no reason to replace the instance.
/// </summary>
internal static class InstanceImage
{
    /// <summary>The tag's key; its value is <c>PATH=ami-…</c>.</summary>
    public const string Tag = "pockitect:image";

    private const string Resolve = "resolve:ssm:";

    /// <summary>Returns the image to start, and the tag if a parameter was resolved.</summary>
    public static async Task<(string Id, string? Note)> ResolveAsync(
        IAmazonSimpleSystemsManagement ssm, string imageId, CancellationToken ct)
    {
        if (!imageId.StartsWith(Resolve, StringComparison.Ordinal)) return (imageId, null);
        var path = imageId[Resolve.Length..];
        var id = (await ssm.GetParameterAsync(new GetParameterRequest { Name = path }, ct)).Parameter.Value;
        return (id, $"{path}={id}");
    }

    /// <summary>Returns the image as in the spec, if the tag matches the instance's image.</summary>
    public static string AsWritten(IReadOnlyDictionary<string, string> tags, string imageId) =>
        tags.TryGetValue(Tag, out var note) && note.EndsWith($"={imageId}", StringComparison.Ordinal)
            ? Resolve + note[..^(imageId.Length + 1)]
            : imageId;
}
