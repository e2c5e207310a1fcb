using System.Text.Json.Nodes;
using CsCheck;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Yaml;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class BlueprintEditorTests
{
    private const string Sample =
        """
        # The shop.
        project:
          name: 'shop'   # its name
          region: "eu-west-1"

        compute:
          instances:
            # The first one.
            - name: web
              type: t3.micro # cheap
              user_data: |
                #!/bin/bash
                # not ours
                echo hi

            # The second one.
            - {name: app, count: 2}
        # The end.

        """;

    private static readonly string[] Names = ["web.yaml", "full.yaml", "minimal.yaml", "environment-as-json.yaml", "resources.yaml", "existing.yaml"];

    private static readonly string[] Words = ["a", "t3.large", "yes", "16", "it's \"x\"", "a: b # c", "", "#!/bin/sh\necho 1\n\necho 2\n", "two\nlines", "- x", "é😀", "a\u2028b", "~"];

    [Fact]
    public void Setting_a_value_keeps_its_quotes_and_the_comment_behind_it()
    {
        var text = BlueprintEditor.Set(Sample, "project.name", "store");
        text = BlueprintEditor.Set(text, "project.region", "us-east-1");
        text = BlueprintEditor.Set(text, "compute.instances[0].type", "m5.large");
        text = BlueprintEditor.Set(text, "compute.instances[1].count", 3);

        Assert.Equal(
            Sample.Replace("'shop'", "'store'", StringComparison.Ordinal)
                .Replace("eu-west-1", "us-east-1", StringComparison.Ordinal)
                .Replace("t3.micro", "m5.large", StringComparison.Ordinal)
                .Replace("count: 2", "count: 3", StringComparison.Ordinal),
            text);
    }

    [Fact]
    public void What_is_missing_around_a_value_is_made()
    {
        var text = BlueprintEditor.Set(Sample, "network.nat_gateway", "none");
        text = BlueprintEditor.Set(text, "compute.instances[0].root_volume.size_gb", 20);
        text = BlueprintEditor.Set(text, "project.tags[\"cost center\"]", "4711");

        Assert.Equal(
            """
            # The shop.
            project:
              name: 'shop'   # its name
              region: "eu-west-1"
              tags:
                cost center: "4711"

            compute:
              instances:
                # The first one.
                - name: web
                  type: t3.micro # cheap
                  user_data: |
                    #!/bin/bash
                    # not ours
                    echo hi
                  root_volume:
                    size_gb: 20

                # The second one.
                - {name: app, count: 2}

            network:
              nat_gateway: none
            # The end.

            """,
            text);
    }

    [Fact]
    public void Removing_keeps_comment_lines_and_the_meaning_of_an_empty_list()
    {
        var text = BlueprintEditor.Remove(Sample, "compute.instances[0].name");
        text = BlueprintEditor.Remove(text, "compute.instances[0]");
        text = BlueprintEditor.Remove(text, "compute.instances[0]");

        Assert.Equal(
            """
            # The shop.
            project:
              name: 'shop'   # its name
              region: "eu-west-1"

            compute:
              instances: []
                # The first one.

                # The second one.
            # The end.

            """,
            text);
    }

    [Fact]
    public void An_item_is_added_in_the_form_of_its_neighbour()
    {
        var text = BlueprintEditor.Add(Sample, "compute.instances", new JsonObject { ["name"] = "db", ["monitoring"] = true });

        Assert.Contains("    - {name: app, count: 2}\n    - {name: db, monitoring: true}\n# The end.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_file_stays_json()
    {
        var text = Samples.Text("valid", "environment-as-json.yaml");

        text = BlueprintEditor.Set(text, "project.owner", "me");
        text = BlueprintEditor.Add(text, "compute.instances", new JsonObject { ["name"] = "web" });
        text = BlueprintEditor.Remove(text, "network.subnets[0]");

        var json = JsonNode.Parse(text)!;
        Assert.Equal("me", (string?)json["project"]!["owner"]);
        Assert.Equal("web", (string?)json["compute"]!["instances"]![1]!["name"]);
        Assert.Empty(json["network"]!["subnets"]!.AsArray());
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_stay()
    {
        var text = "\uFEFF" + Sample.ReplaceLineEndings("\r\n");

        var edited = BlueprintEditor.Set(text, "compute.instances[0].root_volume.size_gb", 20);

        Assert.StartsWith("\uFEFF# The shop.\r\n", edited, StringComparison.Ordinal);
        Assert.Equal(edited.Count(c => c == '\n'), edited.Count(c => c == '\r'));
    }

    [Fact]
    public void What_an_anchor_shares_is_not_changed_behind_its_back() =>
        Assert.Throws<YamlEditException>(() => BlueprintEditor.Set(Samples.Text("valid", "existing.yaml"), "compute.instances[1].tags.team", "others"));

    [Fact]
    public void Any_sequence_of_edits_reads_as_the_edited_blueprint_and_loses_no_comment() =>
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 6], Gen.Int[0, Words.Length - 1]).Array[1, 8])
            .Sample(
                (sample, edits) =>
                {
                    var text = Samples.Text("valid", Names[sample]);
                    var comments = Comments(text);
                    foreach (var (at, how, word) in edits)
                    {
                        var model = YamlText.Parse(text).Root?.ToJson() ?? new JsonObject();
                        if (Edit(text, model, at, how, Words[word], mayRefuse: text.Contains('&', StringComparison.Ordinal)) is { } edited) text = edited;

                        var read = YamlText.Parse(text).Root?.ToJson() ?? new JsonObject();
                        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(model.ToJsonString()), JsonNode.Parse(read.ToJsonString())), text);
                        Assert.True(comments.All(comment => Comments(text).Contains(comment)), text);
                    }
                },
                iter: 1500);

    /// <summary>Edits the text and, in its own simple way, the model; null where the edit was refused.</summary>
    private static string? Edit(string text, JsonNode model, int at, int how, string word, bool mayRefuse)
    {
        var nodes = Walk(model, "").ToList();
        var (path, node) = nodes[at % nodes.Count];
        JsonNode value = how switch
        {
            0 => JsonValue.Create(at),
            1 => JsonValue.Create(at % 2 == 0),
            2 => new JsonObject { ["name"] = word, ["list"] = new JsonArray(word, 1), ["empty"] = new JsonArray() },
            3 => new JsonArray(new JsonObject { ["cidr"] = word }, new JsonObject { ["inner"] = new JsonObject { ["a"] = word } }),
            _ => JsonValue.Create(word),
        };
        try
        {
            if (how == 5 && path.Length > 0)
            {
                var removed = BlueprintEditor.Remove(text, path);
                Detach(node);
                return removed;
            }

            if (node is JsonArray list)
            {
                var added = BlueprintEditor.Add(text, path, value);
                list.Add(value);
                return added;
            }

            if (node is JsonObject map)
            {
                var key = at % 3 == 0 ? "new key" : "added";
                var set = BlueprintEditor.Set(text, BlueprintPath.Join(path, key), value);
                map[key] = value;
                return set;
            }

            var replaced = BlueprintEditor.Set(text, path, value);
            node.ReplaceWith(value);
            return replaced;
        }
        catch (YamlEditException) when (mayRefuse)
        {
            return null;
        }
    }

    private static void Detach(JsonNode node)
    {
        if (node.Parent is JsonObject map) map.Remove(node.GetPropertyName());
        else ((JsonArray)node.Parent!).Remove(node);
    }

    private static IEnumerable<(string Path, JsonNode Node)> Walk(JsonNode node, string path) => node switch
    {
        JsonObject map => map.SelectMany(entry => Walk(entry.Value!, BlueprintPath.Join(path, entry.Key))).Prepend((path, node)),
        JsonArray list => list.SelectMany((item, index) => Walk(item!, BlueprintPath.Join(path, index))).Prepend((path, node)),
        _ => [(path, node)],
    };

    /// <summary>Every line of a fixture that is only a comment; scripts inside it have none but the one that says so.</summary>
    private static HashSet<string> Comments(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("# ", StringComparison.Ordinal) && !line.Contains("no comment", StringComparison.Ordinal))];
}
