using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Preflight;

/// <summary>Resources that a plan refers to by ID or name and that do not exist, or that AWS does not accept there.</summary>
internal sealed class ReferenceCheck : Check
{
    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Type> ReadTypes(Work work) =>
        // A changed resource is desired.
        work.Touched.SelectMany(change => SpecTree.Edges(change.Desired!))
            .Where(edge => edge.Target is RefTarget.Existing)
            .Select(edge => edge.SpecType)
            .Distinct();

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Touched
        from edge in SpecTree.Edges(change.Desired!) // A changed resource is desired.
        let id = (edge.Target as RefTarget.Existing)?.Id
        where id is not null
        select new Question($"{edge.SpecType.Name} {id}", () => CheckAsync(change, edge, id, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, Edge edge, string id, AccountFacts facts)
    {
        var found = await facts.ReadAsync(edge.SpecType, id);
        return found switch
        {
            null or { Phase: Phase.Gone or Phase.Deleting } =>
                [
                    Error(
                        change.LogicalId,
                        $"{edge.SpecType.Name} '{id}' doesn't exist.",
                        $"{edge.Property} refers to it, and the account has none in {facts.Region}.",
                        "Fix the ID, or create it first."),
                ],
            { } when facts.TypeOf(edge.SpecType).ReferenceProblemOf(found) is { } problem =>
                [Error(change.LogicalId, problem.What, problem.Why, problem.Remedy)],
            _ => [],
        };
    }
}
