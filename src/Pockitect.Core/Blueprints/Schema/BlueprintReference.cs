using Pockitect.Core.Resources;

namespace Pockitect.Core.Blueprints.Schema;

/// <summary>What blueprints can say, as Markdown pages for people; written from the model and its doc comments, and so never behind them.</summary>
public static class BlueprintReference
{
    private const string Origin = "<!-- Written by `./run export reference --out docs` from the sources; change the doc comments there. -->";

    /// <summary>The page of the five sections, <c>blueprint.md</c>.</summary>
    public static string Sections()
    {
        var root = Shape.Of<Blueprint>();
        var page = new ReferencePage();
        page.Paragraph(Origin);
        page.Heading(1, "What a blueprint can say");
        page.Paragraph(DocComments.Summary(typeof(Blueprint)));
        page.Paragraph("""
            ```yaml
            project:
              name: my-site
              region: eu-west-1
            compute:
              instances:
                - name: web
                  type: t3.micro
            ```
            """);
        page.Paragraph("Whatever is not marked as required can be left out. `./run export schema` writes the same as a JSON Schema for editors.");
        foreach (var section in root.Properties)
        {
            page.Heading(2, KeyNames.Of(section));
            page.Paragraph(DocComments.Summary(section));
            if (section.Shape.Kind is ShapeKind.Record) page.Record(KeyNames.Of(section), section.Shape);
            else page.Paragraph("Each has a `type` and `properties`: [resources.md](resources.md) has them all.");
        }

        return page.ToString();
    }

    /// <summary>The page of the resource types, <c>resources.md</c>.</summary>
    public static string Resources(Catalog catalog)
    {
        var page = new ReferencePage();
        page.Paragraph(Origin);
        page.Heading(1, "Resource types");
        page.Paragraph("""
            The sections of a [blueprint](blueprint.md) make resources of these types; `resources` reaches each by itself, with its settings
            in AWS's own names, under a logical id:
            """);
        page.Paragraph("""
            ```yaml
            project:
              name: my-site
              region: eu-west-1
            resources:
              logs:
                type: AWS::S3::Bucket
                properties:
                  Tags:
                    team: blue
            ```
            """);
        page.Paragraph("""
            A reference names a resource: by the logical id that it has in the blueprint or its plan, or one that is there already by
            `{id: …}`, `{tags: {…}}` or, for the account's own, `{default: true}`. Every type takes `Tags` besides its own properties.
            What is left out is not managed: whatever AWS has there stays.
            """);
        foreach (var type in catalog.Declarable)
        {
            page.Heading(2, type.Name);
            page.Paragraph(string.Join(' ', Said(type)));
            page.Record(type.Name, Shape.Of(type.SpecType));
            page.Paragraph($"IAM actions of its whole life: {string.Join(", ", type.Actions.All.Select(action => $"`{action}`"))}.");
        }

        return page.ToString();
    }

    private static IEnumerable<string> Said(ResourceType type)
    {
        if (DocComments.Summary(type.SpecType) is { } summary) yield return ReferencePage.Escaped(summary);
        if (type.HasPower) yield return "It can be stopped and started.";
        if (type.HoldsData) yield return "It holds data that is lost with it.";
        if (type.IsGlobal) yield return "It is the same in all Regions.";
        if (DocComments.Link(type.SpecType) is { } link) yield return $"[AWS's own page]({link}).";
    }
}
