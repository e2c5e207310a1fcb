using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>Deletion logic shared by deploys and deletes.</summary>
internal sealed class DeletionSteps(Catalog catalog, StepGraph steps)
{
    /// <summary>
    /// Orders resources that refer to each other without depending on each other (security group rules). For a cycle, only the rules that
    /// close it are removed first.
    /// </summary>
    /// <param name="living">The existing resources, by their names in the graph.</param>
    /// <param name="lettingGo">
    /// Returns the ID of the step after which a resource no longer refers to deleted ones, whether or not that step exists.
    /// </param>
    /// <param name="removing">Returns the ID of the step that deletes a resource, whether or not that step exists.</param>
    public void ReleaseCycles(
        ResourceGraph graph, IReadOnlyDictionary<string, Observed> living, Func<string, string> lettingGo, Func<string, string> removing)
    {
        var closing =
            from user in living.Keys
            where steps.Has(lettingGo(user))
            from edge in graph.Inside(user)
            where edge.IsDeferred && steps.Has(removing(edge.Name)) && !steps.TryOrder(lettingGo(user), removing(edge.Name))
            select (User: user, Used: edge.Name);

        foreach (var circle in closing.Distinct().GroupBy(pair => pair.User).ToList())
        {
            var resource = living[circle.Key];
            var targets = circle.Select(pair => living[pair.Used]).Select(used => new GraphKey(used.Spec.GetType(), used.Id)).ToHashSet();
            var release = new Step(
                $"release {circle.Key}", StepKind.Release, LogicalIdOf(resource), catalog[resource.Type], resource.Place)
            {
                ResourceId = resource.Id,
                Spec = SpecTree.WithoutDeferred(resource.Spec, targets),
                Leaves = steps.Has(removing(circle.Key)),
            };
            steps.Add(release);
            foreach (var (user, used) in circle)
            {
                steps.Order(release.Id, lettingGo(user));
                steps.Order(release.Id, removing(used));
            }
        }
    }

    /// <summary>Turns off a resource's protection before the step that deletes it.</summary>
    public void LiftProtection(Observed resource, Spec unprotected, string removing)
    {
        var lift = new Step(
            $"unprotect {ResourceGraph.NameOf(resource)}", StepKind.Release, LogicalIdOf(resource), catalog[resource.Type], resource.Place)
        {
            ResourceId = resource.Id,
            Spec = unprotected,
            Leaves = true,
        };
        steps.Add(lift);
        steps.Order(lift.Id, removing);
    }

    /// <summary>The logical ID in the blueprint; without one, the AWS ID.</summary>
    public static string LogicalIdOf(Observed resource) => resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? resource.Id;
}
