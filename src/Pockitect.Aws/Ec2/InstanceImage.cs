using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>
/// An instance's image behind a public parameter. What the parameter named when the instance was created is noted in a tag, so
/// that a newer image is no reason to replace the instance.
/// </summary>
internal static class InstanceImage
{
    /// <summary>The tag of the note, <c>PATH=ami-…</c>.</summary>
    public const string Tag = "pockitect:image";

    private const string Resolve = "resolve:ssm:";

    /// <summary>The image to start now, and the note that goes with it when a parameter named it.</summary>
    public static async Task<(string Id, string? Note)> ResolveAsync(IAmazonSimpleSystemsManagement ssm, string imageId, CancellationToken ct)
    {
        if (!imageId.StartsWith(Resolve, StringComparison.Ordinal)) return (imageId, null);
        var path = imageId[Resolve.Length..];
        var id = (await ssm.GetParameterAsync(new GetParameterRequest { Name = path }, ct)).Parameter.Value;
        return (id, $"{path}={id}");
    }

    /// <summary>The image as the spec named it, if the note still tells of the image that the instance really has.</summary>
    public static string AsWritten(IReadOnlyDictionary<string, string> tags, string imageId) =>
        tags.TryGetValue(Tag, out var note) && note.EndsWith($"={imageId}", StringComparison.Ordinal)
            ? Resolve + note[..^(imageId.Length + 1)]
            : imageId;
}
