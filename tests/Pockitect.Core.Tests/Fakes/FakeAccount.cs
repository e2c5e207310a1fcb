using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>
/// An account in memory, as strict as AWS: what is in use cannot be deleted, names and ranges are unique, protection
/// protects. Every call is told to <see cref="OnCall"/>, which may answer it with a fault before or after its effect.
/// </summary>
public sealed class FakeAccount
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, Observed> _living = new(StringComparer.Ordinal);
    private readonly List<string> _calls = [];
    private int _count;

    /// <summary>Called around each change with the verb, the type's name and the resource; a fault that it returns is thrown.</summary>
    public Func<Call, Fault?> OnCall { get; set; } = _ => null;

    /// <summary>Asked before every call of a resource type, reads included; a fault that it returns is thrown, and nothing is done.</summary>
    public Func<Fault?> OnAsked { get; set; } = () => null;

    /// <summary>Whether lists show a resource yet.</summary>
    public Func<Observed, bool> IsListed { get; set; } = _ => true;

    /// <summary>Whether a read by ID finds a resource yet.</summary>
    public Func<Observed, bool> IsFound { get; set; } = _ => true;

    /// <summary>Called before each read of a resource; throws the fault that it returns.</summary>
    public Func<Observed, Fault?> OnRead { get; set; } = _ => null;

    /// <summary>Whether lists return summaries, whose settings take a read.</summary>
    public bool ListsSummaries { get; set; }

    /// <summary>What a read shows of a resource: AWS's reads may lag behind.</summary>
    public Func<Observed, Observed> Shown { get; set; } = living => living;

    /// <summary>The client tokens that it honors; null for an account that ignores them.</summary>
    public FakeTokens? Tokens { get; set; }

    /// <summary>Told of each delete that was refused because something still used the resource.</summary>
    public Action<string> OnRefused { get; set; } = _ => { };

    public IReadOnlyList<Observed> Living
    {
        get
        {
            lock (_changing) return [.. _living.Values.OrderBy(resource => resource.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Every change that was asked for, in order: <c>create Net</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_changing) return [.. _calls];
        }
    }

    /// <summary>Another account with the same in it, which nobody tells of its calls.</summary>
    public void CopyTo(FakeAccount other)
    {
        // The resources themselves never change: a change puts another in their place.
        lock (_changing)
        {
            other._living.Clear();
            foreach (var (id, resource) in _living) other._living[id] = resource;
            other._count = _count;
        }
    }

    /// <summary>Puts something there that nobody asked for, as another program would.</summary>
    public void Add(Observed resource)
    {
        lock (_changing) _living.Add(resource.Id, resource);
    }

    public Observed? Read(string id)
    {
        lock (_changing) return _living.GetValueOrDefault(id);
    }

    public string Create(ResourceType type, Place place, Spec spec, Creation how, Action<Spec>? check = null) => Tokens is { } tokens
        ? tokens.Once(how.ClientToken, spec, id => Read(id) is not null, () => CreateNew(type, place, spec, how, check))
        : CreateNew(type, place, spec, how, check);

    private string CreateNew(ResourceType type, Place place, Spec spec, Creation how, Action<Spec>? check) => Around("create", type, how.Tags[OwnershipTags.Resource], () =>
    {
        check?.Invoke(spec);
        foreach (var edge in SpecTree.Edges(spec)) Need($"{edge.Target}");
        RefuseTaken(spec);
        var id = type.NaturalKey(spec, how) ?? $"{type.ShortName.ToLowerInvariant()}-{++_count:000}";
        _living[id] = new Observed
        {
            Type = type.Name,
            Id = id,
            Place = place,
            Spec = spec with { Tags = null },
            Tags = how.Tags,
            Phase = Phase.Ready,
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(++_count),
        };
        return id;
    });

    public void Change(string verb, ResourceType type, string id, Func<Observed, Observed> change) => Around(verb, type, id, () =>
    {
        _living[id] = change(Need(id));
        foreach (var edge in SpecTree.Edges(_living[id].Spec).Where(edge => !edge.IsCopied)) Need($"{edge.Target}");
        return id;
    });

    public void Delete(ResourceType type, string id) => Around("delete", type, id, () =>
    {
        // Already gone, which is what was asked for.
        if (!_living.TryGetValue(id, out var going)) return id;
        if (going.Spec is Box { Protected: true } or Vault { Protected: true }) throw new FaultException(new Fault(FaultKind.Invalid, "Protected", $"{id} is protected."));
        var user = _living.Values.FirstOrDefault(other => other.Id != id
            && SpecTree.Edges(other.Spec).Any(edge => $"{edge.Target}" == id && !edge.IsCopied));
        if (user is not null)
        {
            OnRefused($"{id} is used by {user.Id}");
            throw new FaultException(new Fault(FaultKind.Dependency, "DependencyViolation", $"{id} is used by {user.Id}."));
        }

        _living.Remove(id);
        return id;
    });

    public static void Throw(Fault? fault)
    {
        if (fault is not null) throw new FaultException(fault);
    }

    private string Around(string verb, ResourceType type, string resource, Func<string> effect)
    {
        lock (_changing)
        {
            Throw(OnAsked());
            _calls.Add($"{verb} {type.ShortName}");
            Throw(OnCall(new Call(verb, type.ShortName, resource, HasHappened: false)));
            var result = effect();
            if (verb == "create") Tokens?.Keep(result);
            Throw(OnCall(new Call(verb, type.ShortName, resource, HasHappened: true)));
            return result;
        }
    }

    private Observed Need(string id) => _living.GetValueOrDefault(id)
        ?? throw new FaultException(new Fault(FaultKind.NotFound, "NotFound", $"There is no {id}."));

    private void RefuseTaken(Spec spec)
    {
        var taken = spec switch
        {
            Net net => _living.Values.Any(other => other.Spec is Net { Range: var range } && range == net.Range),
            Store store => _living.ContainsKey(store.Name),
            _ => false,
        };
        if (taken) throw new FaultException(new Fault(FaultKind.AlreadyExists, "Conflict", "It is taken."));
    }
}

/// <summary>One change, before or after it has happened.</summary>
public sealed record Call(string Verb, string Type, string Resource, bool HasHappened);
