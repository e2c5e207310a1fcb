using System.Collections.Concurrent;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests;

/// <summary>
/// A test that takes resources through their lives in the sandbox the way the engine does, in a Region of its own, and leaves
/// nothing there.
/// </summary>
public abstract class LifeTest : IAsyncDisposable
{
    private readonly Stack<(ResourceType Type, string Id)> made = new();
    private readonly ConcurrentQueue<AwsCall> calls = new();
    private readonly HashSet<string> permitted = [];

    protected LifeTest(SandboxFixture sandbox)
    {
        Sandbox = sandbox;
        Aws = new AwsClients(sandbox.Clients.Account, new AwsClientOptions { Observer = Watch });
        Place = sandbox.NextPlace();
    }

    protected SandboxFixture Sandbox { get; }

    /// <summary>What the resource types of the test call AWS through. A test's own calls go through the fixture's.</summary>
    protected AwsClients Aws { get; }

    /// <summary>The calls so far that could change something, by AWS's name, also those that AWS refused.</summary>
    protected IReadOnlyList<string> Changes => [.. calls.Where(call => call.Mutating).Select(call => call.Action)];

    /// <summary>Where the test works; a test of a global type sets it.</summary>
    protected Place Place { get; init; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>How everything is created; a test that needs two of one name changes it.</summary>
    protected static Creation How(string name = "pockitect-test") => new(
        $"{name}-{Guid.NewGuid():N}",
        new Dictionary<string, string> { [OwnershipTags.Project] = "shop", [OwnershipTags.Resource] = name },
        $"{name}-{Guid.NewGuid():N}");

    /// <summary>Creates it, brings it to the spec as the engine does, and checks that AWS has every setting of it.</summary>
    protected async Task<Observed> CreateAsync(ResourceType type, Spec spec, Creation? how = null)
    {
        permitted.UnionWith(type.Actions.All);
        var id = await type.CreateAsync(Place, spec, how ?? How(), Ct);
        made.Push((type, id));
        return await UpdateAsync(type, id, spec);
    }

    /// <summary>Brings a resource to the spec where it differs, and checks that nothing differs after it.</summary>
    protected async Task<Observed> UpdateAsync(ResourceType type, string id, Spec desired)
    {
        var before = await ReadAsync(type, id);
        if (SpecDiff.Compare(type.Attainable(before.Spec, desired), before.Spec) is not { Count: > 0 } changes) return before;

        Assert.DoesNotContain(changes, change => change.IsReplacement);
        await type.UpdateAsync(Place, id, before.Spec, desired, Ct);
        var after = await ReadAsync(type, id);
        Assert.Empty(SpecDiff.Compare(type.Attainable(after.Spec, desired), after.Spec));
        return after;
    }

    /// <summary>Gives a living resource more, then takes that away again as an undo does, and checks that it has what it had, and nothing else.</summary>
    /// <param name="properties">Those of which AWS has to be told that there is to be none.</param>
    protected async Task AssertTakenBackAsync(ResourceType type, Spec bare, Spec more, params string[] properties)
    {
        var before = await CreateAsync(type, bare);
        var after = await UpdateAsync(type, before.Id, more);
        Assert.Equal(properties, SpecDiff.Surplus(before.Spec, after.Spec).Select(SpecDiff.TopOf).Intersect(type.Removable).Order());

        await UpdateAsync(type, before.Id, before.Spec with { Exactly = properties });

        var now = await ReadAsync(type, before.Id);
        Assert.Empty(SpecDiff.Compare(before.Spec, now.Spec));
        Assert.Empty(SpecDiff.Surplus(before.Spec, now.Spec));
    }

    protected async Task<Observed> ReadAsync(ResourceType type, string id)
    {
        var observed = await type.ReadAsync(Place, id, Ct);
        Assert.NotNull(observed);
        Assert.Equal((type.Name, id, Place), (observed.Type, observed.Id, observed.Place));
        // Some ARNs end with more or with other words than the ID: a path, a key pair's own ID.
        Assert.StartsWith(type.ArnOf(Place, "")!, observed.Arn, StringComparison.Ordinal);
        return observed;
    }

    /// <summary>The one of that id from a scan of the whole place.</summary>
    protected async Task<Observed> ListedAsync(ResourceType type, string id)
    {
        var all = await type.ListAsync(Place, Ct).ToListAsync(Ct);
        return Assert.Single(all, observed => observed.Id == id);
    }

    /// <summary>Deletes it, checks that it is gone, and that deleting it once more is no error.</summary>
    protected async Task DeleteAsync(ResourceType type, string id, Deletion? how = null)
    {
        await type.DeleteAsync(Place, id, how ?? new Deletion(), Ct);
        await AssertGoneAsync(type, id);
        await type.DeleteAsync(Place, id, how ?? new Deletion(), Ct);
    }

    protected async Task AssertGoneAsync(ResourceType type, string id)
    {
        var observed = await type.ReadAsync(Place, id, Ct);
        Assert.True(observed is null or { Phase: Phase.Gone }, $"{id} is still {observed?.State ?? "there"}.");
    }

    /// <summary>
    /// Checks that the types created here name every IAM action that they used; for services whose actions are called
    /// as their operations are.
    /// </summary>
    protected void AssertPermitted() =>
        Assert.Subset(permitted, calls.Select(call => $"{call.Service}:{call.Action}").ToHashSet());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        while (made.TryPop(out var last))
            await last.Type.DeleteAsync(Place, last.Id, new Deletion(EmptyFirst: true), CancellationToken.None);
        Aws.Dispose();
    }

    private void Watch(AwsCall call)
    {
        if (call.Phase is AwsCallPhase.Sending) calls.Enqueue(call);
    }
}
