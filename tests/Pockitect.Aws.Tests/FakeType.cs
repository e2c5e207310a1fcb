using System.Globalization;
using Pockitect.Aws.Ec2;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Tests;

/// <summary>Nothing in particular.</summary>
public sealed record Thing : Spec;

/// <summary>A resource type that can only be listed, by whatever a test says.</summary>
public sealed class FakeType(string name, Func<Place, CancellationToken, IAsyncEnumerable<Observed>> list, bool global = false)
    : ResourceType(name, SpecTypes[int.Parse(name[4..], CultureInfo.InvariantCulture)])
{
    // A catalog wants a spec type of its own for each.
    private static readonly Type[] SpecTypes = [typeof(Thing), typeof(Vpc), typeof(Subnet), typeof(Eip), typeof(Volume)];

    public override LifeActions Actions { get; } = new() { Read = [], Create = [], Update = [], Delete = [] };

    public override bool IsGlobal => global;

    public static Observed Row(Place place, string type, string id) => new()
    {
        Type = type,
        Id = id,
        Place = place,
        Spec = new Thing(),
        Tags = new Dictionary<string, string>(),
        Phase = Phase.Ready,
    };

    public override IAsyncEnumerable<Observed> ListAsync(Place place, CancellationToken ct) => list(place, ct);

    public override Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) => throw new NotSupportedException();

    public override Task<string> CreateAsync(Place place, Spec spec, Creation how, CancellationToken ct) => throw new NotSupportedException();

    public override Task UpdateAsync(Place place, string id, Spec now, Spec desired, CancellationToken ct) => throw new NotSupportedException();

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) => throw new NotSupportedException();

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        throw new NotSupportedException();

    public override Uri ConsoleLink(Place place, string id) => throw new NotSupportedException();
}
