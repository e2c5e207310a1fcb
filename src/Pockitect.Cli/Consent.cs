using Pockitect.Aws;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;

namespace Pockitect.Cli;

/// <summary>What a person says to a plan, as strictly as the plan and the account's guard rails want it said.</summary>
/// <param name="Agreed">Go on.</param>
/// <param name="Name">The name that was typed, or given with <c>--confirm</c>; null where a yes was enough.</param>
internal readonly record struct Consent(bool Agreed, string? Name)
{
    /// <param name="doing">The question, without where: <c>Deploy my-site</c>.</param>
    /// <param name="project">The project's name; null for resources picked by hand.</param>
    /// <param name="asksAlways">A question is due whatever the guard rails say.</param>
    public static async Task<Consent> AskAsync(
        Invocation invocation, Workbench bench, Plan plan, string? project, string doing, CancellationToken ct, bool typed = false, bool asksAlways = true, string more = "")
    {
        if (plan.IsEmpty) return new Consent(true, null);
        var rails = bench.Guards.Rails;
        if (!asksAlways && !rails.NeedsName) return new Consent(true, null);
        var question = $"{doing}, in {AccountView.Words(invocation.Output, bench.Cloud, rails)}?{more}";
        if (!typed && !rails.NeedsName) return new Consent(await invocation.Questions.ConfirmAsync(question, ct), null);

        var name = GuardRails.NameToType(plan, project);
        return await invocation.Questions.ConfirmTypedAsync(question, name, invocation.Confirm, mustBeTyped: rails.NeedsName, ct)
            // A plain yes to what only loses data is no name.
            ? new Consent(true, rails.NeedsName ? name : null)
            : new Consent(false, null);
    }
}
