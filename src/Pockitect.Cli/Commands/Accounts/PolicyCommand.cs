using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Aws;
using Pockitect.Aws.Policies;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands.Accounts;

/// <summary><c>pockitect policy [read-only|full] [--plan PROJECT] [--check]</c></summary>
internal static class PolicyCommand
{
    private const string ReadOnly = "read-only";
    private const string Full = "full";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(GlobalOptions options)
    {
        var which = new Argument<string?>("which")
        {
            Description = "read-only, for scan, status, drift and plan; or full (the default), for everything.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        which.AcceptOnlyFromAmong(ReadOnly, Full);
        var plan = new Option<string?>("--plan") { Description = "Only what this project's next deploy needs.", HelpName = "project" };
        var check = new Option<bool>("--check")
        {
            Description = "List permissions you are missing, and what each one blocks. Exits 1 if any are missing.",
        };
        var command = new Command("policy", "Print the IAM policy Pockitect needs, as JSON.") { which, plan, check };
        command.Validators.Add(result =>
        {
            if (result.GetValue(which) is not null && result.GetValue(plan) is not null)
                result.AddError("--plan prints its own policy: omit read-only or full.");
        });
        options.Run(
            command,
            (invocation, parsed, ct) => RunAsync(
                invocation, parsed.GetValue(which) ?? Full, parsed.GetValue(plan), parsed.GetValue(check), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string which, string? project, bool check, CancellationToken ct)
    {
        if (project is null && !check)
        {
            using var desk = new TerminalSession(invocation.Folder, invocation.Time);
            return Print(
                invocation.Output, which == ReadOnly ? IamPolicy.ReadOnly(desk.Cloud.Catalog) : IamPolicy.Full(desk.Cloud.Catalog));
        }

        await using var session = await Access.OpenSessionAsync(invocation, ct);
        if (project is null)
        {
            var actions = which == ReadOnly
                ? IamPolicy.ReadOnlyActions(session.Cloud.Catalog)
                : IamPolicy.FullActions(session.Cloud.Catalog);
            return await CheckAsync(invocation.Output, session, actions, "us-east-1", ct);
        }

        var blueprint = Blueprints.Load(invocation, session.Projects, project);
        var plan = await session.Planners.Deploy.PlanAsync(blueprint, ct);
        // The blocker may be the missing permission itself. A plan without steps has no actions to check.
        if (plan.Blockers.Count > 0) throw new CommandException($"Can't plan {project}: {string.Join(" ", plan.Blockers)}");
        if (plan.IsEmpty) invocation.Output.Say($"{project} is up to date; read permissions follow.");
        return check
            ? await CheckAsync(invocation.Output, session, plan.Actions, blueprint.Project.Region, ct)
            : Print(invocation.Output, IamPolicy.Of(project, plan));
    }

    private static int Print(Output output, IReadOnlyList<IamPolicy> policies)
    {
        if (policies.Count > 1)
            output.Say($"A policy can have at most {IamPolicy.MaxCharacters} characters. Attach all {policies.Count} policies.");
        foreach (var policy in policies)
        {
            output.Say($"{policy.Name}:");
            if (output.IsJson) output.Json(new JsonObject { ["name"] = policy.Name, ["policy"] = policy.Document.DeepClone() });
            else output.TellWhole(policy.Document.ToJsonString(Indented));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> CheckAsync(
        Output output, AccountSession session, IReadOnlyList<string> actions, string region, CancellationToken ct)
    {
        var report = await session.Cloud.LackingAsync(actions, region, ct);
        if (report.Unknown is { } reason)
        {
            output.Say($"{reason}");
            if (output.IsJson) output.Json(new JsonObject { ["arn"] = report.Arn, ["unknown"] = reason });
            return ExitCodes.Partial;
        }

        foreach (var lacking in report.Lacking)
        {
            var condition = lacking.IsConditional ? " (unless a condition of your policies allows it)" : "";
            output.Tell($"{lacking.Action}: {string.Join("; ", lacking.Stops)}{condition}");
            if (output.IsJson) output.Json(Json(lacking));
        }

        output.Say(report.Lacking.Count == 0
            ? (FormattableString)$"{report.Arn} has all {actions.Count} permissions."
            : $"{report.Arn} is missing {report.Lacking.Count} of {actions.Count} permissions. Each line names the blocked commands.");
        return report.Lacking.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static JsonObject Json(LackingAction lacking) => new()
    {
        ["action"] = lacking.Action,
        ["conditional"] = lacking.IsConditional,
        ["stops"] = new JsonArray([.. lacking.Stops.Select(stop => JsonValue.Create(stop))]),
    };
}
