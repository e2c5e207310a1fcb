using System.Text.Json;
using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Import;
using Pockitect.Core.Faults;
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
        Assert.Equal(VpcChoice.Existing, result.Blueprint!.Network.Vpc);
        Assert.Contains(result.Notes, note => note.Paths.Contains("network.vpc_env"));
        Assert.Equal("dbadmin", result.Blueprint.Data.Databases[0].Username);
        Assert.DoesNotContain("hunter2", string.Concat(result.Notes.Select(note => note.Message)), StringComparison.Ordinal);
        Assert.Contains(result.Notes, note => note.Paths.Contains("project.cost_center"));
        Assert.Contains(result.Notes, note => note.Paths.Contains("network.rules[0].weight"));
    }

    [Theory]
    [InlineData("\"image_id\": null, \"image_name\": \"ubuntu-22.04\"", "ubuntu-22.04")]
    [InlineData("\"image_name\": \"Ubuntu 22.04\"", "ubuntu-22.04")]
    [InlineData("\"image_name\": \"Ubuntu 24.04 LTS\"", "ubuntu-24.04")]
    [InlineData("\"image_name\": \"Amazon Linux 2023\"", "amazon-linux-2023")]
    [InlineData("\"image_name\": \"debian_12\"", "debian-12")]
    [InlineData("\"image_name\": \"Windows Server 2022\"", "windows-2022")]
    [InlineData("\"image_id\": \"ami-0123456789abcdef0\", \"image_name\": \"ubuntu-22.04\"", "ami-0123456789abcdef0")]
    [InlineData("\"image_name\": \"centos-7\"", "amazon-linux-2023")]
    public void The_image_is_found_by_its_name_in_any_spelling(string image, string expected)
    {
        var result = LegacyImport.Read(Small(compute: image));

        Assert.Equal(expected, result.Blueprint!.Compute.Instances[0].Image);
        Assert.Equal(expected == "amazon-linux-2023" && image.Contains("centos", StringComparison.Ordinal), result.Notes.Any(note => note.Paths.Any(path => path.StartsWith("compute.image", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("\"role_name\": \"r\", \"status\": \"pending\"", true)]
    [InlineData("\"role_name\": \"r\", \"status\": \"skipped\"", false)]
    [InlineData("\"role_name\": \"r\", \"enabled\": false, \"status\": \"pending\"", false)]
    [InlineData("\"role_name\": \"r\", \"enabled\": true", true)]
    [InlineData("\"role_name\": null", false)]
    public void A_role_is_made_unless_it_was_switched_off_or_skipped(string role, bool made) =>
        Assert.Equal(made, LegacyImport.Read(Small(role: role)).Blueprint!.Security.Roles.Count == 1);

    [Fact]
    public void Nothing_is_told_of_what_loses_nothing()
    {
        var result = LegacyImport.Read(Small(db: "\"engine\": null, \"password\": null, \"status\": \"skipped\"", role: "\"role_name\": \"r\", \"status\": \"skipped\""));

        Assert.Empty(result.Blueprint!.Data.Databases);
        Assert.Equal([], result.Notes.Select(note => note.Message));
    }

    [Fact]
    public void An_environment_becomes_a_VPC_of_its_own_with_a_note()
    {
        var result = LegacyImport.Read(Small(network: "\"vpc_env\": \"prod\""));

        Assert.Equal((VpcChoice.New, null), (result.Blueprint!.Network.Vpc, result.Blueprint.Network.Environment));
        Assert.Contains("gets its own VPC", Assert.Single(result.Notes, note => note.Paths.Contains("network.vpc_env")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres", "database_backend_admin", "database_backend_admin")]
    [InlineData("mysql", "database_backend_admin", "dbadmin")]
    [InlineData("postgres", "data-admin", "dbadmin")]
    public void A_username_that_the_engine_refuses_is_replaced(string engine, string username, string expected)
    {
        var result = LegacyImport.Read(Small(db: $"\"engine\": \"{engine}\", \"username\": \"{username}\""));

        Assert.Equal(expected, result.Blueprint!.Data.Databases[0].Username);
        Assert.Equal(expected != username, result.Notes.Any(note => note.Paths.Contains("data.db.username")));
    }

    [Fact]
    public void A_project_can_be_imported_under_another_name() => Assert.Equal("other", LegacyImport.Read(Small(), "other").Blueprint!.Project.Name);

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

    private static string Small(
        string compute = "\"image_id\": \"ubuntu-22.04\"", string role = "\"enabled\": false", string network = "\"vpc_mode\": \"new\"", string db = "\"status\": \"skipped\"") =>
        $$"""
        {"project": {"name": "small", "region": "us-east-2"}, "network": { {{network}}, "rules": [], "subnet_type": "public", "status": "pending"},
         "compute": {"instance_type": "t3.micro", {{compute}}, "status": "pending"}, "data": {"db": { {{db}} } },
         "security": {"key_pair": {"name": "k", "mode": "generate"}, "iam_role": { {{role}} } } }
        """;

    /// <summary>The older file's fields that are neither in the blueprint nor named by a note.</summary>
    private static List<string> Lost(string text, ImportResult result)
    {
        var told = result.Notes.SelectMany(note => note.Paths).Concat(result.Settled).ToHashSet();
        var carried = Leaves(JsonSerializer.SerializeToNode(result.Blueprint, SpecJson.Options), "").Select(leaf => leaf.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Leaves(Pockitect.Core.Yaml.YamlText.Parse(text).Root!.ToJson(), "").Where(leaf => !told.Contains(leaf.Path) && !carried.Contains(leaf.Text)).Select(leaf => leaf.Path)];
    }

    private static IEnumerable<(string Path, string Text)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(entry => Leaves(entry.Value, BlueprintPath.Join(path, entry.Key))),
        JsonArray list => list.SelectMany((item, index) => Leaves(item, BlueprintPath.Join(path, index))),
        _ => [(path, node?.ToString() ?? "")],
    };
}
