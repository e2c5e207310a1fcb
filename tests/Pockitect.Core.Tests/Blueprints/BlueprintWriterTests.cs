using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Resources;
using Spec = Pockitect.Core.Resources.Spec;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintWriterTests
{
    [Fact]
    public void What_is_written_reads_back_as_the_same_blueprint() =>
        RandomBlueprint.Blueprints.Sample(
            blueprint =>
            {
                var text = BlueprintWriter.Write(blueprint, Samples.Catalog);

                var reading = BlueprintReader.Read(text, Samples.Catalog);

                Assert.True(reading.Problems.Count == 0, $"{string.Join("; ", reading.Problems)}\n{text}");
                Assert.Equal(Plain(blueprint), Plain(reading.Blueprint!));
            },
            iter: 300);

    [Fact]
    public void A_blueprint_of_defaults_is_three_lines_behind_its_schema()
    {
        var blueprint = new Blueprint { Project = new ProjectSection { Name = "shop", Region = "eu-west-1" } };

        var text = BlueprintWriter.Write(blueprint, Samples.Catalog);

        Assert.Equal(
            """
            # yaml-language-server: $schema=../blueprint.schema.json
            project:
              name: shop
              region: eu-west-1

            """,
            text);
    }

    [Fact]
    public void Scripts_are_text_blocks_and_doubtful_words_are_quoted()
    {
        var blueprint = new Blueprint
        {
            Project = new ProjectSection { Name = "shop", Region = "eu-west-1", Owner = "yes" },
            Compute = new ComputeSection
            {
                Instances = [new InstanceEntry { Name = "web", UserData = "#!/bin/bash\n\tapt update\n\necho done\n", SecurityGroups = ["open", "close"] }],
            },
        };

        var text = BlueprintWriter.Write(blueprint, Samples.Catalog);

        Assert.Equal(
            """
            # yaml-language-server: $schema=../blueprint.schema.json
            project:
              name: shop
              region: eu-west-1
              owner: "yes"

            compute:
              instances:
                - name: web
                  security_groups: [open, close]
                  user_data: |
                    #!/bin/bash
                    	apt update

                    echo done

            """,
            text);
    }

    /// <summary>All values, defaults too, by another way than the writer's own.</summary>
    private static string Plain(Blueprint blueprint)
    {
        var json = JsonSerializer.SerializeToNode(blueprint with { Resources = new Dictionary<string, Spec>() }, SpecJson.Options)!.AsObject();
        json["Resources"] = new JsonObject(blueprint.Resources.Select(resource => KeyValuePair.Create(resource.Key, (JsonNode?)SpecJson.Write(resource.Value))));
        return json.ToJsonString(SpecJson.Options);
    }
}
