using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect open ID</c></summary>
internal static class OpenCommand
{
    public static Command Create(GlobalOptions options)
    {
        var what = new Argument<string>("resource") { Description = "Its id, ARN or name, or project/resource." };
        var command = new Command("open", "Print a resource's link to the AWS console, and open it where there is a browser.") { what };
        options.Run(command, async (invocation, parsed, ct) =>
        {
            await using var bench = await Workbench.OpenAsync(invocation, ct, Lookup.ProjectOf(parsed.GetRequiredValue(what)));
            var resource = Lookup.Find(bench.Inventory, parsed.GetRequiredValue(what));
            var link = bench.Cloud.Catalog[resource.Type].ConsoleLink(resource.Place, resource.Id);
            invocation.Output.Tell($"{link.AbsoluteUri}");
            if (invocation.Json) invocation.Output.Json(new JsonObject { ["id"] = resource.Id, ["console_link"] = link.AbsoluteUri });
            if (invocation.Sandbox) invocation.Output.Say($"The sandbox has no console; on AWS the resource would be there.");
            else if (invocation.Questions.CanAsk && HasBrowser(invocation)) Open(invocation, link);
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool HasBrowser(Invocation invocation) => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        || invocation.Surroundings.Variable("DISPLAY") is { Length: > 0 } || invocation.Surroundings.Variable("WAYLAND_DISPLAY") is { Length: > 0 };

    private static void Open(Invocation invocation, Uri link)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(link.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            invocation.Output.Say($"No browser could be started; the link is above.");
        }
    }
}
