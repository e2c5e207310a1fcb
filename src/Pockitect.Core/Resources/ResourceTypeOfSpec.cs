namespace Pockitect.Core.Resources;

/// <summary>A resource type with its spec's type: the base class of the types' files.</summary>
public abstract class ResourceType<T>(string name) : ResourceType(name, typeof(T))
    where T : Spec
{
    protected abstract Task<string> CreateAsync(Place place, T spec, Creation how, CancellationToken ct);

    protected abstract Task UpdateAsync(Place place, string id, T now, T desired, CancellationToken ct);

    protected virtual T? Unset(T desired, string path, Observed now, IReadOnlyList<Observed> around) => null;

    protected virtual bool NeedsStopToUpdate(T now, T desired) => false;

    protected virtual bool NeedsStartToUpdate(T now, T desired) => false;

    protected virtual string? NaturalKey(T spec, Creation how) => null;

    protected virtual bool CanCoexistWith(T now, T desired) => true;

    protected virtual bool TakesOverFrom(T now, T desired) => false;

    protected virtual T? Unprotected(T now) => null;

    protected virtual IEnumerable<Interruption> Interruptions(Observed now, T spec, T desired) => base.Interruptions(now, desired);

    protected virtual T Attainable(T now, T desired) => desired;

    protected virtual IEnumerable<string> Limits(T now, T desired) => [];

    protected virtual T AsWritten(T spec, Observed now) => spec;

    protected virtual MonthlyPrice PriceOf(T spec, Standing standing, Prices prices) => MonthlyPrice.Unknown(ShortName);

    public sealed override Task<string> CreateAsync(Place place, Spec spec, Creation how, CancellationToken ct) =>
        CreateAsync(place, (T)spec, how, ct);

    public sealed override Task UpdateAsync(Place place, string id, Spec now, Spec desired, CancellationToken ct) =>
        UpdateAsync(place, id, (T)now, (T)desired, ct);

    public sealed override Spec? Unset(Spec desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        Unset((T)desired, path, now, around);

    public sealed override bool NeedsStopToUpdate(Spec now, Spec desired) => NeedsStopToUpdate((T)now, (T)desired);

    public sealed override bool NeedsStartToUpdate(Spec now, Spec desired) => NeedsStartToUpdate((T)now, (T)desired);

    public sealed override IEnumerable<Interruption> Interruptions(Observed now, Spec desired) =>
        Interruptions(now, (T)now.Spec, (T)desired);

    public sealed override Spec Attainable(Spec now, Spec desired) => Attainable((T)now, (T)desired);

    public sealed override IEnumerable<string> Limits(Observed now, Spec desired) => Limits((T)now.Spec, (T)desired);

    public sealed override string? NaturalKey(Spec spec, Creation how) => NaturalKey((T)spec, how);

    public sealed override bool CanCoexistWith(Spec now, Spec desired) => CanCoexistWith((T)now, (T)desired);

    public sealed override bool TakesOverFrom(Spec now, Spec desired) => TakesOverFrom((T)now, (T)desired);

    public sealed override Spec? Unprotected(Spec now) => Unprotected((T)now);

    public sealed override Spec AsWritten(Observed now) => AsWritten((T)now.Spec, now);

    public sealed override MonthlyPrice PriceOf(Spec spec, Standing standing, Prices prices) => PriceOf((T)spec, standing, prices);
}
