using Pockitect.Core.Accounts;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;
using Pockitect.Testing;

namespace Pockitect.Core.Tests.Files;

/// <summary>
/// A data folder with a deployed project, <c>shop</c>, and another one, of which one file at a time is damaged. What the next start finds
/// is read as the commands read it.
/// </summary>
internal sealed class FileFuzz : IDisposable
{
    private const string Other = "other";
    private readonly House _house = new();

    private FileFuzz()
    {
    }

    public DataFolder Folder => _house.Folder;

    public string Journal => Assert.Single(Directory.EnumerateFiles(Folder.JournalOf("shop"), "*.jsonl"));

    public string Cache => Path.Combine(Folder.Cache, _house.Cloud.AccountId, "eu-west-1.json");

    public string Settings => new SettingsFile(Folder).Path;

    public string Identities => new ChosenIdentities(Folder).Path;

    public string Durations => Path.Combine(Folder.Cache, "durations.json");

    public static async Task<FileFuzz> CreateAsync()
    {
        var fuzz = new FileFuzz();
        var house = fuzz._house;
        house.Time.AdvanceTo(house.Time.GetUtcNow().AddMinutes(1));
        var plan = await house.PlanAsync(
            new Desired("net", new Net { Range = "10.0", Names = true }),
            new Desired("part", new Part { Net = Ref.To<Net>("net"), Zone = "a" }),
            new Desired("box", new Box { Part = Ref.To<Part>("part"), Image = "one", Size = 1 }));
        Assert.IsType<Completed>(await house.HandleAsync("shop", new Deploy(plan.Fingerprint), Ct));
        File.WriteAllText(house.Folder.BlueprintOf(Other), "project: {name: other, id: 0123456789ab, region: eu-west-1}\n");
        using (var journal = Core.Journals.Journal.Open(house.Folder, new Operation("20260101-000000000-aaaaaa", OperationKind.Deploy, Other, "0123456789ab")))
        {
            journal.Append(new Began(DateTimeOffset.UnixEpoch, new Operation("20260101-000000000-aaaaaa", OperationKind.Deploy, Other, "0123456789ab"), "111122223333", "print", [], [], new TerminateOptions()));
        }

        File.WriteAllText(fuzz.Settings, "default:\n  production: true\n  price_ceiling: 100\n  allowed_regions: [eu-west-1]\n");
        await new ChosenIdentities(house.Folder).RememberAsync("shop", new ProjectIdentityChoice("profile:dev", "111122223333"), Ct);
        return fuzz;
    }

    /// <summary>Damages a file at one offset after the other, each time from its whole content.</summary>
    /// <param name="check">Checks what the damaged file leads to. Gets the kind of damage and its offset.</param>
    public static Task DamageAsync(string path, Func<Damage, int, Task> check) => FileDamage.ForEachOffsetAsync(path, check, Ct);

    /// <summary>Reads everything as the next start does, and holds that the other project is as it was.</summary>
    public Start Read()
    {
        var catalog = _house.Cloud.Catalog;
        var inventory = AccountInventory.Open(Folder, catalog, _house.Cloud.AccountId);
        var records = new ProjectRecords(Folder, _house.Cloud);
        var (projects, history) = (records.Projects, records.History);
        var statuses = new StatusProjector(records, inventory, _house.Cloud, _house.Time);
        var all = statuses.Of(projects.Slugs);
        _ = records.Durations.Longest([]);
        _ = new SettingsFile(Folder).Read();
        _ = new ChosenIdentities(Folder).Problem;

        Assert.Equal(["other", "shop"], projects.Slugs);
        Assert.Equal(["other"], history.Abandoned.Select(record => record.Operation.Project).Where(name => name == Other));
        Assert.Equal(Other, projects.Load(Other).Project.Name);
        history.Demand(Other);
        var other = all.Single(status => status.Project == Other);
        Assert.Equal((null, true, "0123456789ab"), (other.Problem, other.LastOperation?.IsUnfinished, other.ProjectId));
        return new Start(inventory, history, projects, all.Single(status => status.Project == "shop"), statuses);
    }

    public void Dispose() => _house.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What a start found.</summary>
    internal sealed record Start(AccountInventory Inventory, OperationHistory History, ProjectStore Projects, ProjectStatus Shop, StatusProjector Statuses);
}
