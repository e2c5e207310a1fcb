using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Iam;

/// <summary>Converts tags for IAM.</summary>
internal static class IamTags
{
    /// <summary>The tag parameter of every IAM call.</summary>
    public const string Parameter = "Tags.member";

    /// <param name="owner">The element that may contain <c>Tags</c>.</param>
    public static IReadOnlyDictionary<string, string> Read(XElement owner) =>
        (owner.Element("Tags")?.Elements("member") ?? []).ToDictionary(
            tag => tag.Element("Key")?.Value ?? "", tag => tag.Element("Value")?.Value ?? "", StringComparer.Ordinal);

    /// <param name="iam">The client.</param>
    /// <param name="kind">The suffix of the calls' names and the prefix of their parameter: <c>Role</c>.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="set">Tags to set.</param>
    /// <param name="remove">Keys of the tags to remove.</param>
    /// <param name="ct">Cancels the calls.</param>
    public static async Task ApplyAsync(
        QueryClient iam,
        string kind,
        string name,
        IReadOnlyDictionary<string, string> set,
        IReadOnlyCollection<string> remove,
        CancellationToken ct)
    {
        if (set.Count > 0)
            await iam.CallAsync($"Tag{kind}", new QueryParameters().Set($"{kind}Name", name).Tags(Parameter, set), ct);
        if (remove.Count > 0)
            await iam.CallAsync($"Untag{kind}", new QueryParameters().Set($"{kind}Name", name).List("TagKeys.member", remove), ct);
    }
}
