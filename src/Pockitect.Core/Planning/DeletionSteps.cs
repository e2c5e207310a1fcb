using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>What a deploy and a delete share of taking resources away.</summary>
internal sealed class DeletionSteps(Catalog catalog, StepGraph steps)
{
    /// <summary>
    /// Orders what refers to each other without depending on each other (the rules of firewalls). Where that is a circle, only
    /// the rules that close it are taken out beforehand.
    /// </summary>
    /// <param name="living">What there is, by its name in the graph.</param>
    /// <param name="lettingGo">The id of the step after which the resource of a name refers to nothing that leaves, whether or not there is one.</param>
    /// <param name="removing">The id of the step that deletes it, whether or not there is one.</param>
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

    /// <summary>Turns off, before the step that deletes it, what protects a resource.</summary>
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

    /// <summary>The id in its blueprint; for what carries none, the id that AWS gave it.</summary>
    public static string LogicalIdOf(Observed resource) => resource.Tags.GetValueOrDefault(OwnershipTags.Resource) ?? resource.Id;
}
