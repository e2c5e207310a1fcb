using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Accounts;

/// <summary>
/// One account of a cloud, as the engine sees it: the types it has, what its errors mean, what a blueprint becomes there
/// and what is in it. The engine knows AWS through this class and <see cref="ResourceType"/> only.
/// </summary>
public abstract class Cloud
{
    /// <summary>The twelve digits of the account.</summary>
    public abstract string AccountId { get; }

    /// <summary>What people call the account: an alias, a profile's name, "sandbox".</summary>
    public abstract string AccountName { get; }

    public abstract Catalog Catalog { get; }

    /// <summary>What an exception of any resource type's method means.</summary>
    public abstract Fault Explain(Exception exception);

    /// <summary>What any exception of an operation means: of a resource type's method, of our own checks, or of a file of this computer.</summary>
    public Fault FaultOf(Exception exception) => exception is FaultException { Fault: var fault } ? fault : LocalFiles.FaultOf(exception) ?? Explain(exception);

    /// <summary>How long after a call was sent the lists may not show yet what it made, or will make.</summary>
    public virtual TimeSpan ListsLag => TimeSpan.FromSeconds(10);

    /// <summary>Lets the next call take the credentials anew from where they come from: a person may have signed in again since.</summary>
    public abstract void ForgetCredentials();

    /// <summary>Adds to what reading a blueprint found what only the cloud's own rules tell: unknown images, references to nothing.</summary>
    public abstract BlueprintReading Check(BlueprintReading reading);

    /// <summary>What a blueprint asks for, as single resources. Deterministic: the same blueprint gives the same resources.</summary>
    public abstract Task<Design> DesignAsync(Blueprint blueprint, CancellationToken ct);

    /// <summary>Looks, and changes nothing, for what would make a plan fail.</summary>
    /// <param name="plan">A plan with steps.</param>
    /// <param name="estimate">How long it will take; null when unknown.</param>
    /// <param name="ct">Cancels the look.</param>
    /// <returns>Errors stop the deploy. What could not be looked at is a finding that says so, never silence.</returns>
    public abstract Task<IReadOnlyList<Finding>> PreflightAsync(Plan plan, TimeSpan? estimate, CancellationToken ct);

    /// <summary>The IAM actions of <see cref="DesignAsync"/> and <see cref="PreflightAsync"/> for this plan.</summary>
    public abstract IReadOnlyList<string> PreflightActions(Plan plan);

    /// <summary>Finds what these cost. What has no price that is known is left out; that nobody could be asked is a note, and no failure.</summary>
    public abstract Task<PriceBook> PricesAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct);

    /// <summary>Looks at what is there, nearest results first; the last chunk of each Region and type has its verdict.</summary>
    public abstract IAsyncEnumerable<ScanChunk> ScanAsync(ScanRequest request, CancellationToken ct);

    /// <summary>All Regions of the partition, and whether the account has enabled each.</summary>
    public abstract Task<IReadOnlyList<CloudRegion>> RegionsAsync(CancellationToken ct);

    /// <summary>The place where a resource of this type lives in a project of this Region.</summary>
    public Place PlaceOf(ResourceType type, string region) => new(AccountId, type.IsGlobal ? Place.GlobalRegion : region);
}

/// <summary>A Region, and whether the account has enabled it.</summary>
public sealed record CloudRegion(string Name, bool IsEnabled);

/// <summary>What a blueprint asks for.</summary>
/// <param name="Resources">Every resource, in no order.</param>
/// <param name="Problems">What the blueprint asks for that cannot be had together; empty when it can be planned.</param>
public sealed record Design(IReadOnlyList<Desired> Resources, IReadOnlyList<BlueprintProblem> Problems)
{
    /// <summary>The part of the blueprint that asks for each resource, by logical ID: <c>compute.instances[0]</c>.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();
}
