using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Changes;

/// <summary>What happens to the data of the resources that a plan deletes or replaces, as sentences.</summary>
public static class DataLossText
{
    private const int NamesShown = 5;

    /// <summary>Whose data is lost and whose is kept, for the question before a change; empty if the plan deletes no data.</summary>
    public static string Of(Plan plan)
    {
        var lost = plan.Changes.Where(IsLost).Select(change => change.LogicalId).ToList();
        var names = string.Join(", ", lost.Take(NamesShown)) + (lost.Count > NamesShown ? $" and {lost.Count - NamesShown} more" : "");
        var loss = lost.Count > 0 ? $"The data of {names} is lost." : "";
        return plan.Kept.Count > 0 ? $"{loss} Databases keep a final snapshot.".TrimStart() : loss;
    }

    /// <summary>What happens to the data of one resource; null if it holds none or stays.</summary>
    /// <param name="plan">The plan that the change is part of.</param>
    public static string? Of(PlannedChange change, Plan plan) => change switch
    {
        { LosesData: false } => null,
        { KeepsData: false } => "Its data is lost.",
        _ when change.Type.MustBeEmpty(new Deletion(null, plan.Options.EmptyBuckets)) => "It is deleted only if it is empty.",
        _ => "A final snapshot keeps its data.",
    };

    /// <summary>Whether the data of a resource is lost: it goes with the resource, and nothing keeps it.</summary>
    public static bool IsLost(PlannedChange change) => change is { LosesData: true, KeepsData: false };
}
