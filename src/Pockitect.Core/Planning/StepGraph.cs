using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Core.Planning;

/// <summary>The steps of a plan under construction, and their order.</summary>
internal sealed class StepGraph
{
    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly Dag _order = new();

    public bool Has(string id) => _steps.ContainsKey(id);

    public void Add(Step step)
    {
        _steps.Add(step.Id, step);
        _order.Add(step.Id);
    }

    /// <summary>Requires the first step to end before the second starts.</summary>
    /// <exception cref="CycleException">The second already precedes the first.</exception>
    public void Order(string first, string then) => _order.Order(first, then);

    /// <summary>Prefers the first step to end before the second starts.</summary>
    /// <returns>False if one is not part of the plan, or the second already precedes the first.</returns>
    public bool TryOrder(string first, string then) => Has(first) && Has(then) && _order.TryOrder(first, then);

    /// <summary>The steps, each after its dependencies.</summary>
    public IReadOnlyList<Step> Sorted() =>
        [.. _order.Sorted().Select(id => _steps[id] with { After = [.. _order.Before(id).Order(StringComparer.Ordinal)] })];
}
