using System.Runtime.CompilerServices;
using Pockitect.Core.Accounts;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>A cloud of the fake types over a <see cref="FakeAccount"/>.</summary>
public sealed class FakeCloud : Cloud
{
    private int _forgotten;

    /// <param name="account">An account that others see too; null for one of its own.</param>
    public FakeCloud(FakeAccount? account = null)
    {
        Account = account ?? new FakeAccount();
        Catalog = new Catalog(
        [
            new NetType(Account),
            new FakeType<Part>(Account),
            new DoorType(Account),
            new FakeType<Wall>(Account),
            new BoxType(Account),
            new StoreType(Account),
            new VaultType(Account),
            new KeyType(Account),
            new HostType(Account),
        ]);
    }

    public FakeAccount Account { get; }

    /// <summary>How long lists may lag behind.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(10);

    public override TimeSpan ListsLag => Lag;

    /// <summary>What every blueprint asks for that has no resources of its own.</summary>
    public IReadOnlyList<Desired> Desired { get; set; } = [];

    /// <summary>The spec type that the identity may not look at.</summary>
    public Type? Hidden { get; set; }

    /// <summary>What preflight finds.</summary>
    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>The estimates that preflight was given.</summary>
    public List<TimeSpan?> Estimates { get; } = [];

    public override string AccountId => "111122223333";

    public override string AccountName => "fake";

    public override Catalog Catalog { get; }

    public override Fault Explain(Exception exception) => exception is FaultException { Fault: var fault }
        ? fault
        : new Fault(FaultKind.Bug, exception.GetType().Name, exception.ToString());

    /// <summary>How often the credentials were to be taken anew.</summary>
    public int Forgotten => _forgotten;

    public override void ForgetCredentials() => Interlocked.Increment(ref _forgotten);

    public override BlueprintReading Check(BlueprintReading reading) => reading;

    public override Task<Design> DesignAsync(Blueprint blueprint, CancellationToken ct) => Task.FromResult(new Design(
        blueprint.Resources.Count == 0 ? Desired : [.. blueprint.Resources.Select(resource => new Desired(resource.Key, resource.Value))], []));

    public override Task<IReadOnlyList<Finding>> PreflightAsync(Plan plan, TimeSpan? estimate, CancellationToken ct)
    {
        Estimates.Add(estimate);
        return Task.FromResult(Findings);
    }

    /// <summary>What things cost, by <c>Region service item</c>.</summary>
    public Dictionary<string, decimal> Prices { get; } = new(StringComparer.Ordinal);

    /// <summary>Every price that was wished for.</summary>
    public List<PriceKey> Wishes { get; } = [];

    public override Task<PriceBook> PricesAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct)
    {
        Wishes.AddRange(wishes);
        return Task.FromResult(new PriceBook
        {
            Quotes = wishes.Where(wish => Prices.ContainsKey($"{wish.Region} {wish.Service} {wish.Item}")).ToDictionary(
                wish => wish, wish => new Quote(Prices[$"{wish.Region} {wish.Service} {wish.Item}"], new DateOnly(2026, 1, 31), PriceOrigin.Listed)),
        });
    }

    public override IReadOnlyList<string> PreflightActions(Plan plan) => ["house:LookAround"];

    public override async IAsyncEnumerable<ScanChunk> ScanAsync(ScanRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var type in Catalog.Types)
        {
            var place = PlaceOf(type, request.Regions is [var region, ..] ? region : "eu-west-1");
            if (type.SpecType == Hidden)
            {
                yield return new ScanChunk(place, type.Name, [], DateTimeOffset.UnixEpoch, Verdict.Denied, "You may not look.");
                continue;
            }

            yield return new ScanChunk(
                place, type.Name, await type.ListAsync(place, ct).ToListAsync(ct), DateTimeOffset.UnixEpoch, Verdict.Complete);
        }
    }

    public override Task<IReadOnlyList<CloudRegion>> RegionsAsync(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CloudRegion>>([new CloudRegion("eu-west-1", IsEnabled: true)]);
}

public class FakeType<T>(FakeAccount account) : ResourceType<T>($"Fake::House::{typeof(T).Name}")
    where T : Spec
{
    protected FakeAccount Account => account;

    public override LifeActions Actions => new()
    {
        Read = [$"house:Read{ShortName}"],
        Create = [$"house:Create{ShortName}"],
        Update = [$"house:Update{ShortName}"],
        Delete = [$"house:Delete{ShortName}"],
        Start = HasPower ? [$"house:Start{ShortName}"] : [],
        Stop = HasPower ? [$"house:Stop{ShortName}"] : [],
    };

    public override IReadOnlyList<string> Removable { get; } = [.. Shape.Of<T>().Properties.Select(property => property.Name)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        FakeAccount.Throw(account.OnAsked());
        foreach (var resource in account.Living.Where(resource => resource.Type == Name && resource.Place == place && account.IsListed(resource))) yield return resource with { IsSummary = account.ListsSummaries };
    }

    public override Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        FakeAccount.Throw(account.OnAsked());
        if (account.Read(id) is not { } living || !account.IsFound(living)) return Task.FromResult<Observed?>(null);
        FakeAccount.Throw(account.OnRead(living));
        return Task.FromResult<Observed?>(account.Shown(living));
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        account.Delete(this, id);
        return Task.CompletedTask;
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        account.Change("tag", this, id, now => now with
        {
            Tags = now.Tags.Where(tag => !remove.Contains(tag.Key) && !set.ContainsKey(tag.Key)).Concat(set).ToDictionary(),
        });
        return Task.CompletedTask;
    }

    public override Uri ConsoleLink(Place place, string id) => new($"https://console.example/{id}");

    protected override async Task<string> CreateAsync(Place place, T spec, Creation how, CancellationToken ct)
    {
        await Task.Yield();
        return account.Create(this, place, spec, how);
    }

    protected override Task UpdateAsync(Place place, string id, T now, T desired, CancellationToken ct)
    {
        account.Change("update", this, id, living => living with
        {
            Spec = SpecTree.With(living.Spec, property => property.Name == nameof(Spec.Tags) ? null : property.Get(desired) ?? (desired.IsExact(property.Name) ? null : property.Get(living.Spec))),
        });
        return Task.CompletedTask;
    }
}

internal sealed class NetType(FakeAccount account) : FakeType<Net>(account)
{
    protected override MonthlyPrice PriceOf(Net spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    protected override bool CanCoexistWith(Net now, Net desired) => now.Range != desired.Range;
}

internal sealed class DoorType(FakeAccount account) : FakeType<Door>(account)
{
    public override bool Precedes(GraphNode self, GraphNode other) =>
        other.Spec is Box && other.Reaches.Contains(GraphKey.Of(((Door)self.Spec).Net));
}

/// <summary>A type that can be started and stopped; as strict as RDS, and not as mild as EC2, about what is so already.</summary>
internal abstract class PoweredType<T>(FakeAccount account) : FakeType<T>(account)
    where T : Spec
{
    public override bool HasPower => true;

    public override Task StartAsync(Place place, string id, CancellationToken ct) => SetAsync(id, "start", Phase.Stopped, Phase.Ready);

    public override Task StopAsync(Place place, string id, CancellationToken ct) => SetAsync(id, "stop", Phase.Ready, Phase.Stopped);

    private Task SetAsync(string id, string verb, Phase from, Phase to)
    {
        Account.Change(verb, this, id, now => now.Phase == from
            ? now with { Phase = to }
            : throw new FaultException(new Fault(FaultKind.Dependency, "InvalidState", $"{id} is {now.Phase}.")));
        return Task.CompletedTask;
    }
}

internal sealed class BoxType(FakeAccount account) : PoweredType<Box>(account)
{
    /// <summary>It costs by its size while it runs, and its disk always.</summary>
    protected override MonthlyPrice PriceOf(Box spec, Standing standing, Prices prices)
    {
        var disk = prices.Part("disk", "house", "disk GiB", spec.Disk?.Size ?? 1);
        return standing.Phase is Phase.Stopped
            ? new MonthlyPrice([disk])
            : new MonthlyPrice([prices.Hours("box", "house", $"box {spec.Size ?? 1}"), disk, PricePart.ByUse("what it is used for")]);
    }

    protected override Box? Unprotected(Box now) => now.Protected is true ? now with { Protected = false } : null;

    protected override bool NeedsStopToUpdate(Box now, Box desired) => Differences.Differs(now.Size, desired.Size);

    protected override Task UpdateAsync(Place place, string id, Box now, Box desired, CancellationToken ct)
    {
        if (Differences.Differs(now.Size, desired.Size) && Account.Read(id) is { Phase: not Phase.Stopped })
            throw new FaultException(new Fault(FaultKind.Invalid, "IncorrectState", $"{id} runs."));
        return base.UpdateAsync(place, id, now, desired, ct);
    }
}

internal sealed class VaultType(FakeAccount account) : PoweredType<Vault>(account)
{
    public override bool HoldsData => true;

    public override Observed? KeptOf(Observed now, Deletion how) => how.FinalSnapshot is { } snapshot ? now with { Id = snapshot } : null;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Vault.Protected)];

    protected override Vault AsWritten(Vault spec, Observed now) => spec with { Speed = null };

    protected override async Task<string> CreateAsync(Place place, Vault spec, Creation how, CancellationToken ct)
    {
        await Task.Yield();
        if (spec.Speed is not null) throw new FaultException(new Fault(FaultKind.Invalid, "InvalidParameterCombination", "You can't specify the speed."));
        return Account.Create(this, place, spec with { Speed = 100 }, how);
    }

    protected override Vault? Unprotected(Vault now) => now.Protected is true ? now with { Protected = false } : null;

    protected override bool NeedsStartToUpdate(Vault now, Vault desired) => SpecDiff.Compare(desired, now).Count > 0;

    protected override Task UpdateAsync(Place place, string id, Vault now, Vault desired, CancellationToken ct)
    {
        if (Account.Read(id) is not { Phase: Phase.Ready })
            throw new FaultException(new Fault(FaultKind.Dependency, "InvalidState", $"{id} does not run."));
        return base.UpdateAsync(place, id, now, desired, ct);
    }
}

internal sealed class KeyType(FakeAccount account) : FakeType<Key>(account)
{
    protected override string? NaturalKey(Key spec, Creation how) => spec.Name ?? how.UniqueName;
}

internal sealed class HostType(FakeAccount account) : FakeType<Host>(account)
{
    public override bool HoldsData => true;

    public override IReadOnlyList<string> Removable { get; } = [nameof(Host.Note), nameof(Host.Walls)];

    protected override Host? Unset(Host desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        path is nameof(Host.Speed) ? desired with { Speed = 100 } : null;
}

internal sealed class StoreType(FakeAccount account) : FakeType<Store>(account)
{
    public override bool HoldsData => true;

    protected override string? NaturalKey(Store spec, Creation how) => spec.Name;
}
