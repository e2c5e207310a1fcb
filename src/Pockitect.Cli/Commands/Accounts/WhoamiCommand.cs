using System.CommandLine;
using Pockitect.Aws.Accounts;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands.Accounts;

/// <summary><c>pockitect whoami</c></summary>
internal static class WhoamiCommand
{
    public static Command Create(GlobalOptions options)
    {
        var project = new Option<string?>("--project")
        {
            Description = "Show the identity that this project's commands use.",
            HelpName = "name",
        };
        var command = new Command("whoami", "Show the current identity and test EC2 and S3 access. Exits 5 if a test fails.") { project };
        options.Run(command, (invocation, parsed, ct) => RunAsync(invocation, parsed.GetValue(project), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? project, CancellationToken ct)
    {
        var access = new Access(invocation);
        var account = await access.OpenAsync(ct, project);
        var report = await new AccountCheck(account, invocation.HostEnvironment.Calls).RunAsync(ct);
        if (invocation.Json) invocation.Output.Json(IdentityView.Json("whoami", account.Identity, report));

        var output = invocation.Output;
        output.Tell($"identity  {output.DataStyle.Strong(account.Identity.Id)}");
        output.Tell($"account   {account.AccountId}");
        output.Tell($"arn       {account.Arn}");
        output.Tell($"from      {account.Identity.Origin}");
        output.Tell($"expires   {IdentityView.Time(account.Expires ?? account.Identity.Expires) ?? "unknown, or never"}");
        output.Tell($"used      {access.Preferred(project)?.Why ?? "first one found; see `pockitect accounts`"}");
        IdentityView.Show(output, report.Checks, null);
        return !report.IsSignedIn ? ExitCodes.SignIn : report.IsGood ? ExitCodes.Done : ExitCodes.Partial;
    }
}
