namespace Pockitect.Core.Resources;

/// <summary>A limit of an account, as Service Quotas knows it.</summary>
/// <param name="Service">The service code in Service Quotas: <c>vpc</c>.</param>
/// <param name="Code">The quota code: <c>L-F678F1CE</c>.</param>
/// <param name="Name">What it limits and where, to follow "the quota of": <c>VPCs in the Region</c>.</param>
/// <param name="IsGlobal">One value for the whole account, and not one per Region.</param>
public sealed record Quota(string Service, string Code, string Name, bool IsGlobal = false);

/// <summary>How resources of a type use up a quota.</summary>
public abstract record QuotaRule(Quota Quota)
{
    /// <summary>All resources of the type share it, in their Region or in the account.</summary>
    public sealed record Shared(Quota Quota) : QuotaRule(Quota)
    {
        /// <summary>Counts what the quota counts, where the type's list shows only a part; null to count the list.</summary>
        public Func<Place, CancellationToken, Task<int>>? CountAsync { get; init; }
    }

    /// <summary>The resources in one parent, such as a VPC, share it.</summary>
    /// <param name="Quota">The limit.</param>
    /// <param name="Reference">The property that refers to the parent.</param>
    /// <param name="InNewParent">How many of them AWS creates with a parent.</param>
    public sealed record PerParent(Quota Quota, string Reference, int InNewParent = 0) : QuotaRule(Quota);

    /// <summary>The resources in one Availability Zone share it.</summary>
    /// <param name="Quota">The limit.</param>
    /// <param name="Reference">The property that refers to the resource whose zone counts: a subnet.</param>
    public sealed record PerZone(Quota Quota, string Reference) : QuotaRule(Quota);

    /// <summary>Each resource has it for itself: the routes of one route table.</summary>
    /// <param name="Quota">The limit.</param>
    /// <param name="Count">How many of them the settings ask for.</param>
    public sealed record PerResource(Quota Quota, Func<Spec, int> Count) : QuotaRule(Quota);
}
