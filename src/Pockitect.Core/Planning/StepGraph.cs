using Pockitect.Core.Resources;

namespace Pockitect.Core.Planning;

/// <summary>Steps and their order while a plan is being made.</summary>
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

    /// <summary>The first must have ended before the second begins.</summary>
    /// <exception cref="CycleException">The second already comes before the first.</exception>
    public void Order(string first, string then) => _order.Order(first, then);

    /// <summary>The first had better have ended before the second begins.</summary>
    /// <returns>False where one of them is not part of the plan, or the second already comes before the first.</returns>
    public bool TryOrder(string first, string then) => Has(first) && Has(then) && _order.TryOrder(first, then);

    /// <summary>The steps, each behind all that it waits for.</summary>
    public IReadOnlyList<Step> Sorted() =>
        [.. _order.Sorted().Select(id => _steps[id] with { After = [.. _order.Before(id).Order(StringComparer.Ordinal)] })];
}
