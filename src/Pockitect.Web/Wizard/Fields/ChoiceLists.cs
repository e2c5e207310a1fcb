using Pockitect.Aws;

namespace Pockitect.Web.Wizard.Fields;

/// <summary>The values available in a Region, by setting.</summary>
internal static class ChoiceLists
{
    public static async Task<IReadOnlyDictionary<string, ChoiceList>> OfAsync(AccountSession session, string region, CancellationToken ct)
    {
        var choices = session.Choices;
        // In parallel: there are few, and each comes from another AWS call.
        Dictionary<string, Task<ChoiceList>> asked = new(StringComparer.Ordinal)
        {
            ["project.region"] = choices.RegionsAsync(ct),
            ["network.vpc_id"] = choices.VpcsAsync(region, ct),
            ["network.subnets[].id"] = choices.SubnetsAsync(region, ct),
            ["compute.instances[].type"] = choices.InstanceTypesAsync(region, ct),
            ["compute.instances[].image"] = choices.ImagesAsync(region, ct),
            ["security.key_pairs[].key_name"] = choices.KeyPairsAsync(region, ct),
        };
        var lists = new Dictionary<string, ChoiceList>(StringComparer.Ordinal)
        {
            ["data.databases[].class"] = Choices.DatabaseClasses(region),
            ["network.environment"] = new([.. session.Projects.Slugs.Select(slug => new Choice(slug))]),
        };
        foreach (var (field, list) in asked) lists[field] = await list;
        return lists;
    }
}
