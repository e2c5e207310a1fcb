using System.CommandLine;
using Pockitect.Aws;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Changes;
using Pockitect.Core.Planning;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect delete PROJECT</c> and <c>pockitect delete --id ID… --region REGION</c></summary>
internal static class DeleteCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Argument<string?>("project") { Description = "The project's name.", Arity = ArgumentArity.ZeroOrOne };
        var ids = new Option<string[]>("--id") { Description = "Resource ID to delete, with its dependents. Repeatable.", HelpName = "id" };
        var region = new Option<string?>("--region") { Description = "Region of these resources.", HelpName = "region" };
        var noSnapshot = new Option<bool>("--no-final-snapshot") { Description = "Don't keep a final snapshot of databases." };
        var empty = new Option<bool>("--empty-buckets") { Description = "Also delete the contents of buckets." };
        var lift = new Option<bool>("--lift-protection") { Description = "Turn off termination and deletion protection first." };
        var command = new Command("delete", "Delete a project's resources, or some by ID. Lists what will be deleted, then asks.")
        {
            project, ids, region, noSnapshot, empty, lift,
        };
        options.RunChange(command, (invocation, parsed, ct) => RunAsync(
            invocation,
            parsed.GetValue(project),
            parsed.GetValue(ids) ?? [],
            parsed.GetValue(region),
            new TerminateOptions(!parsed.GetValue(noSnapshot), parsed.GetValue(empty), parsed.GetValue(lift)),
            ct));
        return command;
    }

    private static async Task<int> RunAsync(
        Invocation invocation, string? project, string[] ids, string? region, TerminateOptions how, CancellationToken ct)
    {
        if (project is null == (ids.Length == 0))
        {
            throw new CommandException(
                "Name either a project or resources: `pockitect delete my-site`, or `pockitect delete --id i-0abc --region eu-west-1`.",
                ExitCodes.Usage);
        }

        if (project is not null) return await ChangeCommand.RunAsync(invocation, new ProjectDeleteRequest(project) { Options = how }, ct);

        await using var session = await Access.OpenSessionAsync(invocation, ct);
        var request = new SelectionDeleteRequest(Select(session, ids, region)) { Options = how };
        return await ChangeCommand.RunAsync(invocation, session, request, ct);
    }

    private static ResourceSelection Select(AccountSession session, string[] ids, string? region)
    {
        if (region is not null)
        {
            RegionNames.Demand([region], session.Inventory);
            return new ResourceSelection(region, ids);
        }

        var regions = ids.Select(id => Lookup.Find(session.Inventory, id).Place.Region).Distinct(StringComparer.Ordinal).ToList();
        return regions is [var only]
            ? new ResourceSelection(only, ids)
            : throw new CommandException(
                $"These resources are in several Regions ({string.Join(", ", regions)}). Delete those of one Region at a time.",
                ExitCodes.Usage);
    }
}
