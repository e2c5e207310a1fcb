using Amazon.EC2;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>Converts tags for EC2; the same for all EC2 resources.</summary>
internal static class Ec2Tags
{
    /// <summary>Returns tags for a create call, so that the resource never exists without them.</summary>
    public static List<Sdk.TagSpecification> For(ResourceType type, IReadOnlyDictionary<string, string> tags) =>
        tags.Count == 0 ? [] : [new Sdk.TagSpecification { ResourceType = type, Tags = Write(tags) }];

    public static IReadOnlyDictionary<string, string> Read(IEnumerable<Sdk.Tag>? tags) =>
        (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);

    /// <summary>Sets and removes tags of any existing EC2 resource.</summary>
    public static async Task ApplyAsync(
        IAmazonEC2 ec2, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        if (set.Count > 0)
            await ec2.CreateTagsAsync(new Sdk.CreateTagsRequest { Resources = [id], Tags = Write(set) }, ct);

        // A tag without a value is removed whatever its value.
        if (remove.Count > 0)
        {
            await ec2.DeleteTagsAsync(
                new Sdk.DeleteTagsRequest { Resources = [id], Tags = [.. remove.Select(key => new Sdk.Tag { Key = key })] }, ct);
        }
    }

    private static List<Sdk.Tag> Write(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.Select(tag => new Sdk.Tag { Key = tag.Key, Value = tag.Value })];
}
