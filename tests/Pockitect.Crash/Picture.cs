using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Execution;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Resources;

namespace Pockitect.Crash;

/// <summary>
/// What an account holds, with everything replaced that differs from one run to the next: ids by the names that the blueprint
/// gives, and times, addresses, keys and the operation's own id by words. Two accounts are alike when their pictures are equal.
/// </summary>
/// <param name="Resources">A line for each resource that the sandbox holds, with its tags; whatever made it.</param>
/// <param name="Settings">A line for each resource of a project, with its settings and what it refers to, as AWS's read calls tell.</param>
/// <param name="Projects">How many projects the resources say they are of.</param>
internal sealed partial record Picture(IReadOnlyList<string> Resources, IReadOnlyList<string> Settings, int Projects)
{
    public static async Task<Picture> TakeAsync(Scene scene, string region, CancellationToken ct)
    {
        await scene.CatchUpAsync(ct);
        var held = await scene.Sandbox.Control.GetFromJsonAsync<JsonObject>("inventory", ct) ?? [];
        var seen = await SeenAsync(scene, region, ct);
        var names = new Names(seen);
        return new Picture(
            [.. Held(held).Select(names.Replaced).Order(StringComparer.Ordinal)],
            [.. seen.Where(resource => resource.Locked is null).Select(names.Described).Order(StringComparer.Ordinal)],
            Owners(held));
    }

    private static IEnumerable<string> Held(JsonObject inventory) =>
        from place in inventory
        from kind in place.Value!.AsObject() // The sandbox writes objects of lists of objects.
        from row in kind.Value!.AsArray()
        select $"{place.Key} {kind.Key} {row!["tags"]!.ToJsonString()}";

    // Which id a project got differs from run to run; that all of its resources carry the same does not.
    private static int Owners(JsonObject inventory) =>
        Owner().Matches(inventory.ToJsonString()).Select(match => match.Value).Distinct(StringComparer.Ordinal).Count();

    [GeneratedRegex("\"pockitect:project-id\":\"[^\"]*\"")]
    private static partial Regex Owner();

    /// <summary>The resources of all projects, with all their settings.</summary>
    private static async Task<IReadOnlyList<Observed>> SeenAsync(Scene scene, string region, CancellationToken ct)
    {
        using var aws = new AwsClients(AwsAccount.Sandbox(scene.Sandbox.Endpoint));
        // A folder of its own: what the program knows of the account must be what it saw itself.
        var data = new DataFolder(Path.Combine(scene.Home, "picture"));
        var cloud = new AwsCloud(aws, data.Keys, TimeProvider.System);
        var scanner = new AccountScanner(cloud, AccountInventory.Open(data, cloud.Catalog, cloud.AccountId), TimeProvider.System);
        await scanner.ScanAsync(new ScanRequest([region]), ct);
        if (scanner.Inventory.Entries.FirstOrDefault(entry => entry.Verdict is not Verdict.Complete) is { } unseen)
            throw new InvalidOperationException($"{unseen.Type} could not be looked at: {unseen.Reason}");

        var whole = new List<Observed>();
        foreach (var row in scanner.Inventory.Resources
            .Where(row => row.Phase is not Phase.Gone && row.Tags.ContainsKey(OwnershipTags.ProjectId)))
            whole.Add(await cloud.Catalog[row.Type].ReadAsync(row.Place, row.Id, ct) ?? row);
        return whole;
    }

    /// <summary>What stands for each id.</summary>
    private sealed partial class Names(IReadOnlyList<Observed> seen)
    {
        private readonly List<(string Id, string Name)> _names =
        [
            // The longest first: a role's name may begin with another's.
            .. seen.Select(resource => (resource.Id, NameOf(resource))).DistinctBy(pair => pair.Id).OrderByDescending(pair => pair.Id.Length),
        ];

        public string Described(Observed resource)
        {
            var phase = resource.Phase is Phase.Pending ? Phase.Ready : resource.Phase;
            return Replaced($"{resource.Place.Region} {resource.Type} {NameOf(resource)} {phase} {SpecJson.Write(resource.Spec).ToJsonString(SpecJson.Options)}");
        }

        public string Replaced(string text)
        {
            foreach (var (id, name) in _names) text = text.Replace(id, name, StringComparison.Ordinal);
            text = Own().Replace(text, "$1\"*\"");
            text = MadeName().Replace(text, "$1-{operation}");
            text = Key().Replace(text, "{key}");
            text = Secret().Replace(text, "{secret}");
            text = Address().Replace(text, "\"{address}\"");
            return OtherId().Replace(text, "{$1}");
        }

        private static string NameOf(Observed resource) =>
            $"{{{resource.Type.Split("::")[^1]}:{resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? "untagged"}}}";

        // What only one run has: its operation's id, and the project's, which is given at the first deploy.
        [GeneratedRegex("(\"pockitect:(?:operation|project-id)\":)\"[^\"]*\"")]
        private static partial Regex Own();

        // A name that the blueprint does not give ends with a part of its operation's.
        [GeneratedRegex("\"([a-z][a-z0-9-]*)-[0-9a-f]{8}(?=\")")]
        private static partial Regex MadeName();

        [GeneratedRegex("(ssh-[a-z0-9]+|ecdsa-[a-z0-9-]+) [A-Za-z0-9+/=]+")]
        private static partial Regex Key();

        [GeneratedRegex("""arn:aws:(?:secretsmanager|kms):[^"]+""")]
        private static partial Regex Secret();

        // An address by itself; in a block of addresses a setting is written.
        [GeneratedRegex("\"[0-9]{1,3}(?:\\.[0-9]{1,3}){3}\"")]
        private static partial Regex Address();

        [GeneratedRegex("\\b(i|vpc|subnet|igw|rtb|rtbassoc|eipalloc|eipassoc|nat|sg|sgr|key|vol|eni|acl|dopt)-[0-9a-f]{8,17}\\b")]
        private static partial Regex OtherId();
    }
}
