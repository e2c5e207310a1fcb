using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Rds;

/// <summary>Converts tags for RDS, which uses ARNs.</summary>
internal static class RdsTags
{
    /// <param name="kind">The word before the name: <c>db</c>, <c>subgrp</c>.</param>
    public static string ArnFormat(string kind) => $"arn:aws:rds:{{region}}:{{account}}:{kind}:{{id}}";

    /// <param name="place">The place.</param>
    /// <param name="kind">The word before the name: <c>db</c>, <c>subgrp</c>.</param>
    /// <param name="name">The name, in lowercase.</param>
    public static string Arn(Place place, string kind, string name) => Core.Resources.Arn.Of(ArnFormat(kind), place, name);

    /// <param name="list">A TagList element; null if AWS sent none.</param>
    public static IReadOnlyDictionary<string, string> Read(XElement? list) =>
        (list?.Elements("Tag") ?? []).ToDictionary(
            tag => (string?)tag.Element("Key") ?? "", tag => (string?)tag.Element("Value") ?? "", StringComparer.Ordinal);

    /// <summary>Sets and removes tags of any existing RDS resource.</summary>
    public static async Task ApplyAsync(
        QueryClient rds, string arn, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        if (set.Count > 0)
            await rds.CallAsync("AddTagsToResource", new QueryParameters().Set("ResourceName", arn).Tags("Tags.Tag", set), ct);
        if (remove.Count > 0)
        {
            await rds.CallAsync(
                "RemoveTagsFromResource", new QueryParameters().Set("ResourceName", arn).List("TagKeys.member", remove), ct);
        }
    }
}
