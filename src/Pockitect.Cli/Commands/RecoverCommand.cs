using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Execution;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Command = System.CommandLine.Command;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect recover [PROJECT]</c></summary>
internal static class RecoverCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Argument<string?>("project")
        {
            Description = "The project's name. Default: all projects of the account.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "recover", "Rebuild lost project files from resource tags.") { project };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(project), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? slug, CancellationToken ct)
    {
        var access = new Access(invocation);
        await using var session = await Access.OpenSessionAsync(invocation, ct, slug);
        var recovery = new ProjectRecovery(session.Reader, session.Projects, session.Statuses, session.Folder);
        var strip = new ScanView(invocation.Output);
        var last = await strip.ShowAsync(
            seen => session.Commands.RunAsync(new ScanAllRegions(new ScanRequest()), null, status => Hear(invocation, seen, status), ct),
            ct);
        if (last is Failed) return ProgressView.End(invocation.Output, last);
        strip.EndUnseen(session.Inventory.Entries);
        var isPartial = session.Inventory.Entries.Any(entry => entry.Verdict is not (Verdict.Complete or Verdict.NotOptedIn));

        var found = recovery.Found().Where(project => slug is null || project.Slug == slug).ToList();
        if (slug is not null && found.Count == 0)
        {
            throw new CommandException(
                $"No resources of project '{slug}' found in any Region of account {session.Cloud.AccountId} "
                    + $"({session.Cloud.AccountName}).");
        }

        if (found.Count == 0) invocation.Output.Tell($"No resource in this account has project tags.");
        await ProjectFiles.WriteSchemaAsync(session.Folder, session.Cloud.Catalog, ct);

        var allDone = true;
        foreach (var name in found.GroupBy(project => project.Slug, StringComparer.Ordinal))
        {
            try
            {
                if (Mine(session, [.. name]) is not { } project)
                {
                    allDone = Refuse(invocation, name);
                    continue;
                }

                Show(invocation, await recovery.RecoverAsync(project, ct));
                if (access.IsUnknown(project.Slug))
                    await session.Account.ProjectAccounts(access.Chosen).RememberAsync(project.Slug, CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException { Fault.Kind: FaultKind.LocalFile })
            {
                // An invalid name or file must not hide the other projects.
                invocation.Output.SayMessage(e.Message);
                if (invocation.Json)
                    invocation.Output.Json(new JsonObject { ["type"] = "not_recovered", ["project"] = name.Key, ["problem"] = e.Message });
                allDone = false;
            }
        }

        FileProblems.Show(invocation.Output, session);

        return !allDone ? ExitCodes.Failed : isPartial ? ExitCodes.Partial : ExitCodes.Done;
    }

    /// <summary>Hides the scan's rows, and that the worker started and finished.</summary>
    private static void Hear(Invocation invocation, Action<Status> seen, Status status)
    {
        if (!invocation.Json) seen(status);
    }

    /// <summary>Among projects with one name, selects the one whose ID is in the blueprint file.</summary>
    private static TaggedProject? Mine(AccountSession session, IReadOnlyList<TaggedProject> sameName)
    {
        if (sameName is [var only]) return only;
        if (!ProjectNames.IsValid(sameName[0].Slug)) return sameName[0];
        var id = session.Projects.Read(sameName[0].Slug)?.Blueprint?.Project.Id;
        return sameName.FirstOrDefault(project => project.Id == id);
    }

    private static bool Refuse(Invocation invocation, IGrouping<string, TaggedProject> name)
    {
        var ids = string.Join(", ", name.Select(project => $"{project.Id} in {string.Join(" and ", project.Regions)}"));
        var remedy = $"Write the name, id and region of one of them under project: in {name.Key}.yaml, then run the command again.";
        invocation.Output.Say($"{name.Key}: the account has {name.Count()} projects with this name ({ids}). {remedy}");
        return false;
    }

    private static void Show(Invocation invocation, RecoveredProject recovered)
    {
        var project = recovered.Project;
        var count = $"{project.Resources} resource{(project.Resources == 1 ? "" : "s")}";
        invocation.Output.Tell(
            $"{invocation.Output.DataStyle.Strong(project.Slug)}: {recovered.State}, {count} in {string.Join(", ", project.Regions)}");
        invocation.Output.Tell($"  {(recovered.IsWritten ? "rebuilt from its resources" : "already exists, unchanged")}: {recovered.Path}");
        foreach (var note in recovered.Notes) invocation.Output.Say($"{project.Slug}: {note}");
        if (!invocation.Json) return;
        invocation.Output.Json(new JsonObject
        {
            ["type"] = "recovered",
            ["project"] = project.Slug,
            ["project_id"] = project.Id,
            ["regions"] = new JsonArray([.. project.Regions.Select(region => JsonValue.Create(region))]),
            ["resources"] = project.Resources,
            ["state"] = recovered.State,
            ["blueprint"] = recovered.Path,
            ["blueprint_written"] = recovered.IsWritten,
            ["notes"] = new JsonArray([.. recovered.Notes.Select(note => JsonValue.Create(note))]),
        });
    }
}
