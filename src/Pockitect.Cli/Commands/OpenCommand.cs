using System.CommandLine;
using System.Text.Json.Nodes;
using Pockitect.Cli.Commands.Input;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sessions;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect open ID</c></summary>
internal static class OpenCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string>("resource") { Description = "Its ID, ARN or name, or project/resource." };
        var command = new Command("open", "Print a resource's AWS console link, and open it in the browser.") { what };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            await using var session = await Access.OpenSessionAsync(invocation, ct, Lookup.ProjectOf(parsed.GetRequiredValue(what)));
            var resource = Lookup.Find(session.Inventory, parsed.GetRequiredValue(what));
            var link = session.Cloud.Catalog[resource.Type].ConsoleLink(resource.Place, resource.Id);
            invocation.Output.TellWhole(link.AbsoluteUri);
            if (invocation.Json) invocation.Output.Json(new JsonObject { ["id"] = resource.Id, ["console_link"] = link.AbsoluteUri });
            if (invocation.Sandbox) invocation.Output.Say($"The sandbox has no console; on AWS, this would be the resource's page.");
            else if (invocation.Questions.CanAsk && Browser.IsHere(invocation.HostEnvironment) && !Browser.Open(link))
                invocation.Output.Say($"Can't start a browser; open the link above yourself.");
            return ExitCodes.Done;
        });
        return command;
    }
}
