using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect drift [PROJECT…]</c></summary>
internal static class DriftCommand
{
    public static Command Create(GlobalOptions options)
    {
        var projects = new Argument<string[]>("projects")
        {
            Description = "The projects' names. Default: all with a blueprint here.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "drift", "Show changes made outside Pockitect since the last deploy. Exits 3 if there are any.") { projects };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(projects) ?? [], ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string[] named, CancellationToken ct)
    {
        var access = new Access(invocation);
        await using var session = await Access.OpenSessionAsync(invocation, ct, named.FirstOrDefault());
        // A project in another account would look deleted.
        var elsewhere =
            (named.Length > 0 ? named : session.Projects.Slugs).Where(slug => access.IsElsewhere(slug, session.Cloud.AccountId)).ToList();
        foreach (var slug in elsewhere)
        {
            var chosen = access.Chosen.Of(slug);
            invocation.Output.Say(
                $"{slug} is in account {chosen?.Account}. To check it there, run `pockitect drift {slug} --identity {chosen?.Identity}`.");
        }

        IReadOnlyList<string> slugs = [
            .. (named.Length > 0 ? named.Distinct(StringComparer.Ordinal) : session.Projects.Slugs).Except(elsewhere),
        ];
        if (slugs.Count == 0 && elsewhere.Count == 0)
            invocation.Output.Tell($"No projects on this computer. Run `pockitect recover` to find the account's projects.");

        var (hasDrift, isPartial) = (false, elsewhere.Count > 0 && named.Length > 0);
        foreach (var slug in slugs)
        {
            try
            {
                var deployed = Deployed(invocation, session, slug);
                var drift = await session.Planners.Drift.RunAsync(deployed, ct);
                // Lists and pages show this result, too.
                if (deployed.IsKnown) await session.Statuses.WriteAsync(slug, null, drift, ct);
                var isDeployed = deployed.IsKnown || drift.Seen > 0;
                DriftView.Show(invocation.Output, slug, deployed, drift, isDeployed);
                hasDrift |= isDeployed && drift.Resources.Count > 0;
                isPartial |= drift.Blockers.Count > 0;
            }
            catch (Exception e) when (slugs.Count > 1 && IsOfFiles(e))
            {
                // One project's files must not hide the others.
                invocation.Output.SayMessage(e.Message);
                if (invocation.Json)
                    invocation.Output.Json(new JsonObject { ["type"] = "not_compared", ["project"] = slug, ["problem"] = e.Message });
                isPartial = true;
            }
        }

        FileProblems.Show(invocation.Output, session);
        return hasDrift ? ExitCodes.ChangesPending : isPartial ? ExitCodes.Partial : ExitCodes.Done;
    }

    private static bool IsOfFiles(Exception e) =>
        e is CommandException or IOException or UnauthorizedAccessException or FaultException { Fault.Kind: FaultKind.LocalFile };

    /// <summary>The resources of the last completed deploy; without one here, the blueprint's.</summary>
    private static DeployedBlueprint Deployed(Invocation invocation, AccountSession session, string slug)
    {
        var known = session.Deployed.Latest(slug);
        var file = session.Projects.Read(slug)?.Blueprint?.Project;
        // A file that replaced another project's has no deploy here.
        if (known is not null)
        {
            var id = file?.Id ?? session.Reader.KnownId(slug);
            if (id is null || id == known.Blueprint.Project.Id) return known;
        }

        return session.Deployed.Assumed(Blueprints.Load(invocation, session.Projects, slug));
    }
}
