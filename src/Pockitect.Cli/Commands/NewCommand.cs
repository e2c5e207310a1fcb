using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pockitect.Cli.Files;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Rendering;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Commands;

/// <summary><c>pockitect new</c></summary>
internal static partial class NewCommand
{
    public static Command Create(GlobalOptions options)
    {
        var template = new Option<string?>("--template")
        {
            Description = "Template name or blueprint file to start from.",
            HelpName = "name",
        };
        var name = new Option<string?>("--name") { Description = "The project's name.", HelpName = "project" };
        var region = new Option<string?>("--region") { Description = "AWS Region, such as eu-west-1.", HelpName = "region" };
        var list = new Option<bool>("--list") { Description = "List the templates." };
        var command = new Command("new", "Create a blueprint from a template or from a few questions.") { template, name, region, list };
        options.Run(command, (invocation, parsed, ct) => parsed.GetValue(list)
            ? Task.FromResult(List(invocation))
            : RunAsync(invocation, parsed.GetValue(template), parsed.GetValue(name), parsed.GetValue(region), ct));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, string? template, string? name, string? region, CancellationToken ct)
    {
        if (template is null && !invocation.Questions.CanAsk)
        {
            throw new CommandException(
                "Not running interactively. Name a template: `pockitect new --template web-server --name my-site --region eu-west-1`; "
                    + "`pockitect new --list` lists them.",
                ExitCodes.Usage);
        }

        using var desk = new TerminalSession(invocation.Folder, invocation.Time);
        var wizard = new Wizard(invocation.Questions, desk.Cloud);
        var slug = name ?? (invocation.Questions.CanAsk ? await wizard.NameAsync(desk.Folder, ct) : throw Missing("--name my-site"));
        if (ProjectNames.Problem(slug) is { } wrong) throw new CommandException(wrong, ExitCodes.Usage);

        var text = template is null
            ? BlueprintWriter.Write(await wizard.AskAsync(slug, region, ct), desk.Cloud.Catalog)
            : FromTemplate(
                Samples.IsShipped(template) ? TemplateNames.Own(Samples.Read(template), slug) : Samples.Read(template), slug, region);
        DemandValid(invocation, desk, slug, text);
        var path = await ProjectFiles.AddAsync(desk, slug, text, ct);

        if (invocation.Json) invocation.Output.Json(new JsonObject { ["type"] = "created", ["project"] = slug, ["blueprint"] = path });
        invocation.Output.TellWhole(path);
        invocation.Output.Say($"Edit the file if you like. Next: `pockitect plan {slug}`");
        return ExitCodes.Done;
    }

    /// <summary>Rejects, before anything is written, a blueprint that `pockitect validate` would reject.</summary>
    private static void DemandValid(Invocation invocation, TerminalSession desk, string slug, string text)
    {
        var reading = desk.Cloud.Check(BlueprintReader.Read(Encoding.UTF8.GetBytes(text), desk.Cloud.Catalog));
        List<BlueprintProblem> errors = [.. reading.Problems.Where(problem => problem.Severity is Severity.Error)];
        if (errors.Count == 0) return;
        ProblemsView.Show(invocation.Output, $"{slug}.yaml", text, errors);
        throw new CommandException($"The blueprint would be invalid, so nothing was written: {errors[0].Message}", ExitCodes.Usage);
    }

    private static int List(Invocation invocation)
    {
        foreach (var (name, meaning) in Samples.All.Where(_ => invocation.Json))
            invocation.Output.Json(new JsonObject { ["type"] = "template", ["name"] = name, ["description"] = meaning });
        invocation.Output.Table(
            ["template", new Column("description", Fit.Words)],
            Samples.All.Select(sample => (IReadOnlyList<object?>)[sample.Name, sample.Meaning]));
        return ExitCodes.Done;
    }

    /// <summary>Returns the template with another name and Region, otherwise unchanged, with its comments.</summary>
    private static string FromTemplate(string text, string slug, string? region)
    {
        var named = BlueprintEditor.Set(text, "project.name", slug);
        if (region is not null) named = BlueprintEditor.Set(named, "project.region", region);
        return named.Contains("yaml-language-server", StringComparison.Ordinal)
            ? SchemaLine().Replace(named, $"# yaml-language-server: $$schema={BlueprintWriter.SchemaLocation}")
            : $"# yaml-language-server: $schema={BlueprintWriter.SchemaLocation}\n{named}";
    }

    private static CommandException Missing(string option) => new($"Name required: add {option}.", ExitCodes.Usage);

    [GeneratedRegex(@"#\s*yaml-language-server:\s*\$schema=\S+")]
    private static partial Regex SchemaLine();
}
