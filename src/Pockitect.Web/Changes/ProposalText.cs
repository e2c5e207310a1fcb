using Pockitect.Core.Changes;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;

namespace Pockitect.Web.Changes;

/// <summary>A proposed change as the window words it.</summary>
public static class ProposalText
{
    /// <summary>The heading of the page that plans a change.</summary>
    public static string Title(ChangeRequest request) => request switch
    {
        ResumeRequest { Project: null } => "Finish the delete of selected resources",
        ResumeRequest { Handle: var slug } => $"Finish the last operation of {slug}",
        UndoRequest { Handle: var slug } => $"Undo the last operation of {slug}",
        _ => $"{request.Kind} {request.Project}",
    };

    /// <summary>The button that starts it: the action, the Region and the account.</summary>
    /// <param name="account">The account as people know it: <c>123456789012 (sandbox)</c>.</param>
    public static string Button(ChangeProposal proposal, string account)
    {
        var (plan, kind) = (proposal.Plan, proposal.Kind);
        var regions = RegionsOf(plan);
        var preposition = kind is ChangeKind.Deploy && !plan.IsEmpty ? "to" : "in";
        var where = regions.Count == 0 ? "account" : $"{string.Join(", ", regions)} of";
        return $"{Doing(proposal)} {preposition} {where} {account}";
    }

    /// <summary>The label of the field for the typed name: the lost data, and the name to type.</summary>
    public static string Confirm(ChangeProposal proposal, string name) =>
        $"{DataLossText.Of(proposal.Plan)} Type {name} to confirm".TrimStart();

    private static string Doing(ChangeProposal proposal)
    {
        var changed = proposal.Plan.Changes.Count(change => change.Action is not ChangeAction.Keep);
        var resources = changed == 1 ? "1 resource" : $"{changed} resources";
        var changes = changed == 1 ? "1 change" : $"{changed} changes";
        return proposal.Kind switch
        {
            ChangeKind.Deploy when proposal.Plan.IsEmpty => $"Mark the deploy of {proposal.Request.Project} as finished",
            ChangeKind.Deploy => $"Deploy {changes}",
            ChangeKind.Delete or ChangeKind.Start or ChangeKind.Stop => $"{proposal.Kind} {resources}",
            ChangeKind.Undo when proposal.Plan.IsEmpty => "Mark it as undone",
            ChangeKind.Undo => $"Undo {changes}",
            _ when proposal.Plan.IsEmpty => "Mark it as finished",
            _ => $"Finish {changes}",
        };
    }

    private static List<string> RegionsOf(Plan plan) =>
    [
        .. plan.Changes.Where(change => change.Action is not ChangeAction.Keep && !change.Type.IsGlobal)
            .Select(change => change.Place.Region).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
