using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class LegacyImportTests
{
    public static TheoryData<string> Files => Samples.Files("mvp-blueprints", ".json");

    [Fact]
    public void All_twenty_two_files_are_here() => Assert.Equal(22, Files.Count);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_is_carried_over_or_told_of(string file)
    {
        var text = Samples.Text("mvp-blueprints", file);

        var result = LegacyImport.Read(text);

        Assert.Empty(Lost(text, result));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_result_is_a_blueprint_without_errors(string file)
    {
        var imported = LegacyImport.Read(Samples.Text("mvp-blueprints", file)).Blueprint!;

        var reading = BlueprintReader.Read(BlueprintWriter.Write(imported, Samples.Catalog), Samples.Catalog);

        Assert.Empty(reading.Problems);
        Assert.DoesNotContain(BlueprintValidation.Check(reading.Blueprint!, reading.Positions, Samples.Context), problem => problem.Severity is Severity.Error);
    }

    [Fact]
    public void A_field_that_nobody_knows_is_named_and_not_dropped()
    {
        const string Text =
            """
            project: {name: Old Shop, region: eu-west-1, cost_center: "4711"}
            network: {vpc_mode: existing, vpc_env: dev, vpc_id: vpc-0123456789abcdef0, subnet_type: private, rules: [{port: 22, protocol: "-1", cidr: 10.0.0.0/8, weight: 7}]}
            compute: {instance_type: t3.micro, image_id: ubuntu-22.04, instance_id: i-0123456789abcdef0}
            data: {db: {engine: postgres, username: admin, password: hunter2, allocated_storage_gb: 5, endpoint: db.example.com}}
            """;

        var result = LegacyImport.Read(Text);

        Assert.Empty(Lost(Text, result));
        Assert.Equal("dev", result.Blueprint!.Network.Environment);
        Assert.Equal("dbadmin", result.Blueprint.Data.Databases[0].Username);
        Assert.DoesNotContain("hunter2", string.Concat(result.Notes.Select(note => note.Message)), StringComparison.Ordinal);
        Assert.Contains(result.Notes, note => note.Paths.Contains("project.cost_center"));
        Assert.Contains(result.Notes, note => note.Paths.Contains("network.rules[0].weight"));
    }

    [Fact]
    public void A_dropped_field_would_be_noticed()
    {
        var text = Samples.Text("mvp-blueprints", "blueprint_full_stack.json");
        var result = LegacyImport.Read(text);

        var forgetful = result with { Blueprint = result.Blueprint! with { Data = new DataSection() } };

        Assert.Contains("data.s3_bucket.name", Lost(text, forgetful));
    }

    [Fact]
    public void Another_file_is_refused() => Assert.Single(LegacyImport.Read("project: {name: shop, region: eu-west-1}\n").Problems);

    /// <summary>The older file's fields that are neither in the blueprint nor named by a note.</summary>
    private static List<string> Lost(string text, ImportResult result)
    {
        var told = result.Notes.SelectMany(note => note.Paths).ToHashSet();
        var carried = Leaves(JsonSerializer.SerializeToNode(result.Blueprint, SpecJson.Options), "").Select(leaf => leaf.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Leaves(Pockitect.Core.Blueprints.Yaml.YamlText.Parse(text).Root!.ToJson(), "").Where(leaf => !told.Contains(leaf.Path) && !carried.Contains(leaf.Text)).Select(leaf => leaf.Path)];
    }

    private static IEnumerable<(string Path, string Text)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(entry => Leaves(entry.Value, BlueprintPath.Join(path, entry.Key))),
        JsonArray list => list.SelectMany((item, index) => Leaves(item, BlueprintPath.Join(path, index))),
        _ => [(path, node?.ToString() ?? "")],
    };
}
