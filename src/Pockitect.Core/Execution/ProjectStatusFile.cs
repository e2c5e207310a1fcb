using Pockitect.Core.Bus;
using Pockitect.Core.Resources;
using YamlDotNet.Serialization;

namespace Pockitect.Core.Execution;

/// <summary>Writes what a project is now beside its blueprint. Made from AWS each time, and so never the only place of anything.</summary>
public sealed class ProjectStatusFile(DataFolder folder, TimeProvider time)
{
    private static readonly ISerializer Yaml = new SerializerBuilder().ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull).Build();

    /// <summary>One word for a whole project: not deployed, running, stopped, changing or failed.</summary>
    public static string StateOf(IReadOnlyList<Observed> resources)
    {
        if (resources.Count == 0) return "not deployed";
        if (resources.Any(resource => resource.Phase is Phase.Failed)) return "failed";
        if (resources.Any(resource => resource.Phase is Phase.Pending or Phase.Deleting)) return "changing";
        return resources.Any(resource => resource.Phase is Phase.Stopped) ? "stopped" : "running";
    }

    public async Task<ProjectStatus> WriteAsync(string slug, IReadOnlyList<Observed> resources, CancellationToken ct)
    {
        var status = new ProjectStatus(StateOf(resources), resources.Count);
        var seen = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var text = Yaml.Serialize(new Dictionary<string, object>
        {
            ["state"] = status.State,
            ["seen_at"] = seen,
            ["resources"] = resources.OrderBy(LogicalId, StringComparer.Ordinal).ToDictionary(resource => $"{LogicalId(resource)} ({resource.Id})", Row),
        });
        await AtomicFile.WriteAsync(folder.StatusOf(slug), "# Written by Pockitect from what AWS holds. Changes here have no effect.\n" + text, ct);
        return status;
    }

    private static string LogicalId(Observed resource) => resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? resource.Id;

    private static Dictionary<string, object?> Row(Observed resource) => new()
    {
        ["type"] = resource.Type,
        ["id"] = resource.Id,
        ["region"] = resource.Place.Region,
        ["state"] = resource.State ?? resource.Phase.ToString().ToLowerInvariant(),
        ["outputs"] = resource.Outputs.Count > 0 ? resource.Outputs : null,
    };
}
