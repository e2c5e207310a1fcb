using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Pockitect.Core.Blueprints.Documents;

/// <summary>Gives a project from a template its own names where AWS requires globally unique ones.</summary>
public static class TemplateNames
{
    private const int LongestBucketName = 63;
    private const int RandomBytes = 4;

    /// <summary>
    /// Returns the text with a new name for each bucket of the template, everywhere in it, because policies repeat the name.
    /// </summary>
    /// <param name="text">The template.</param>
    /// <param name="project">The new project's name.</param>
    /// <param name="random">A unique text, for tests; null to generate one.</param>
    public static string Own(string text, string project, string? random = null)
    {
        random ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        var buckets = (BlueprintTree.Read(text)?.Find("data.buckets") as JsonArray ?? [])
            .Select(bucket => (bucket as JsonObject, Name: BlueprintTree.Text((bucket as JsonObject)?["bucket_name"])))
            .Where(bucket => bucket.Name is { Length: > 0 }).ToList();
        return buckets.Aggregate(text, (result, bucket) =>
            // Filtered above.
            result.Replace(bucket.Name!, NameOf(project, BlueprintTree.Text(bucket.Item1?["name"]), random), StringComparison.Ordinal));
    }

    private static string NameOf(string project, string? bucket, string random)
    {
        var front = bucket is null ? project : $"{project}-{bucket}";
        var most = LongestBucketName - random.Length - 1;
        return $"{(front.Length > most ? front[..most].TrimEnd('-') : front)}-{random}";
    }
}
