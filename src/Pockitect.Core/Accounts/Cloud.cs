using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Accounts;

/// <summary>
/// A cloud account, as the engine sees it: its types, errors, designs and resources. The engine knows AWS only through this class and <see
/// cref="ResourceType"/>.
/// </summary>
public abstract class Cloud
{
    /// <summary>The twelve digits of the account.</summary>
    public abstract string AccountId { get; }

    /// <summary>The display name of the account: an alias, a profile's name, "sandbox".</summary>
    public abstract string AccountName { get; }

    public abstract Catalog Catalog { get; }

    /// <summary>Explains an exception of any resource type's method.</summary>
    public abstract Fault Explain(Exception exception);

    /// <summary>Explains any exception of an operation: from a resource type's method, our own checks, or a local file.</summary>
    public Fault FaultOf(Exception exception) =>
        exception is FaultException { Fault: var fault } ? fault : LocalFiles.FaultOf(exception) ?? Explain(exception);

    /// <summary>How long lists may omit what a call created or will create, counted from when the call was sent.</summary>
    public virtual TimeSpan ListsLag => TimeSpan.FromSeconds(10);

    /// <summary>Makes the next call reload its credentials: the user may have signed in again.</summary>
    public abstract void ForgetCredentials();

    /// <summary>Adds problems that require the cloud's own rules: unknown images, dangling references.</summary>
    public abstract BlueprintReading Check(BlueprintReading reading);

    /// <summary>Returns the resources of a blueprint. Deterministic: the same blueprint always gives the same resources.</summary>
    public abstract Task<Design> DesignAsync(Blueprint blueprint, CancellationToken ct);

    /// <summary>Checks, with read-only calls, what would make a plan fail.</summary>
    /// <param name="plan">A plan with steps.</param>
    /// <param name="estimate">The estimated duration; null if unknown.</param>
    /// <param name="ct">Cancels the checks.</param>
    /// <returns>Errors block the deploy. A failed check is a finding, never silent.</returns>
    public abstract Task<IReadOnlyList<Finding>> PreflightAsync(Plan plan, TimeSpan? estimate, CancellationToken ct);

    /// <summary>The IAM actions of <see cref="DesignAsync"/> and <see cref="PreflightAsync"/> for this plan.</summary>
    public abstract IReadOnlyList<string> PreflightActions(Plan plan);

    /// <summary>Looks up prices. Unknown prices are omitted. If the price service is unavailable, that is a note, not an error.</summary>
    public abstract Task<PriceBook> PricesAsync(IReadOnlyCollection<PriceKey> wishes, CancellationToken ct);

    /// <summary>Scans existing resources, nearest Regions first. The last chunk of each Region and type has its verdict.</summary>
    public abstract IAsyncEnumerable<ScanChunk> ScanAsync(ScanRequest request, CancellationToken ct);

    /// <summary>Returns all Regions of the partition, and whether the account has enabled each.</summary>
    public abstract Task<IReadOnlyList<CloudRegion>> RegionsAsync(CancellationToken ct);

    /// <summary>Returns the place of a resource type for a project in this Region.</summary>
    public Place PlaceOf(ResourceType type, string region) => new(AccountId, type.IsGlobal ? Place.GlobalRegion : region);
}

/// <summary>A Region, and whether the account has enabled it.</summary>
public sealed record CloudRegion(string Name, bool IsEnabled);

/// <summary>The resources of a blueprint.</summary>
/// <param name="Resources">All resources, unordered.</param>
/// <param name="Problems">Combinations that AWS doesn't offer; empty if the blueprint can be planned.</param>
public sealed record Design(IReadOnlyList<Desired> Resources, IReadOnlyList<BlueprintProblem> Problems)
{
    /// <summary>The part of the blueprint that defines each resource, by logical ID: <c>compute.instances[0]</c>.</summary>
    public IReadOnlyDictionary<string, string> Paths { get; init; } = new Dictionary<string, string>();
}
