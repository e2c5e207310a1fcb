using System.Text.Json.Nodes;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Core.Faults;
using Pockitect.Web.Wizard;
using Pockitect.Web.Wizard.Editing;
using Pockitect.Web.Wizard.Fields;

namespace Pockitect.Web.Tests.Wizard;

/// <summary>What the form is made of: every setting, in its place, with the right input.</summary>
public sealed class FormTests
{
    private static readonly IReadOnlyList<BlueprintField> all = [.. BlueprintFields.Sections.SelectMany(section => section.All)];

    [Fact]
    public void Every_setting_of_every_group_is_shown_once()
    {
        var tree = BlueprintTree.Read("network: {vpc: existing}")!;

        foreach (var group in all.Where(field => field.Fields.Count > 0))
        {
            var shown = FormFields.First(group, tree).Concat(FormFields.More(group, tree)).Select(field => field.Path);
            Assert.Equal(group.Fields.Select(field => field.Path).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        }

        Assert.Equal(WizardStep.All.Select(step => step.Key).Where(key => key != WizardStep.Review), BlueprintFields.Sections.Where(section => section.Kind is FieldKind.Group).Select(section => section.Key));
    }

    [Fact]
    public void Whatever_is_named_in_a_table_is_a_setting()
    {
        var paths = all.Select(field => field.Path).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(FormFields.Essentials.ToHashSet(), paths);
        Assert.Superset(BlueprintNames.Fields.Concat(BlueprintNames.Fields.Select(field => BlueprintNames.ListOf(field)!)).ToHashSet(), paths); // Each names a list.
        Assert.Superset(Places.NamedLists.ToHashSet(), paths);
    }

    [Fact]
    public void A_setting_knows_what_its_declaration_says()
    {
        var type = all.Single(field => field.Path == "compute.instances[].type");
        var days = all.Single(field => field.Path == "data.databases[].backup_days");
        var access = all.Single(field => field.Path == "network.subnets[].access");

        Assert.Equal((FieldKind.Text, "t3.micro"), (type.Kind, (string?)type.Default));
        Assert.Equal((FieldKind.Number, 0, 35, 7), (days.Kind, days.Min, days.Max, (int?)days.Default));
        Assert.Equal(["public", "private", "isolated"], access.Choices.Select(choice => choice.Value));
        Assert.Contains("internet gateway", access.Choices[0].Meaning, StringComparison.Ordinal);
        Assert.True(all.Single(field => field.Path == "compute.instances[].user_data").IsLong);
        Assert.All(all.Where(field => field.Kind is FieldKind.Choice), field => Assert.NotEmpty(field.Choices));
    }

    [Fact]
    public async Task An_empty_field_keeps_its_line_while_more_may_follow_and_then_goes()
    {
        const string text = "project: {name: site, region: eu-west-1}\ncompute:\n  instances:\n    - name: server\n      type: t3.small # cheap\n      count: 2\n";
        await using var trial = await TrialSession.OpenAsync("site", text);
        var field = all.Single(field => field.Path == "compute.instances[].type");

        FieldWriting.Write(trial.Draft, field, "compute.instances[0].type", "", isTyping: true);
        FieldWriting.Write(trial.Draft, field, "compute.instances[0].type", "m5.large", isTyping: true);
        Assert.Contains("type: m5.large # cheap\n", trial.Draft.Text, StringComparison.Ordinal);

        FieldWriting.Write(trial.Draft, field, "compute.instances[0].type", "", isTyping: false);
        Assert.DoesNotContain("type", trial.Draft.Text, StringComparison.Ordinal);
        Assert.False(trial.Draft.Now.HasErrors);
    }

    [Fact]
    public async Task What_is_typed_into_a_number_gets_into_the_text_whatever_it_is()
    {
        await using var trial = await TrialSession.OpenAsync("site", "project: {name: site, region: eu-west-1}\ncompute:\n  instances:\n    - {name: server, count: 2}\n");
        var field = all.Single(field => field.Path == "compute.instances[].count");

        FieldWriting.Write(trial.Draft, field, "compute.instances[0].count", "3", isTyping: true);
        Assert.False(trial.Draft.Now.HasErrors);
        FieldWriting.Write(trial.Draft, field, "compute.instances[0].count", "3x", isTyping: true);

        Assert.Contains("3x", trial.Draft.Text, StringComparison.Ordinal);
        Assert.Contains(trial.Draft.Now.At("compute.instances[0].count"), problem => problem.Severity is Severity.Error);
    }

    [Fact]
    public async Task The_security_group_that_holds_by_default_is_ticked_and_stays_when_another_comes()
    {
        const string text = "project: {name: site, region: eu-west-1}\nnetwork:\n  security_groups: [{name: web}, {name: db}]\ncompute:\n  instances:\n    - name: server\n";
        const string path = "compute.instances[0].security_groups";
        await using var trial = await TrialSession.OpenAsync("site", text);
        var field = all.Single(field => field.Path == "compute.instances[].security_groups");
        var usual = FieldView.Of(field, path, new FormContext(trial.Session));
        Assert.Equal(("web", 0), (usual.Implied, usual.Lines.Count));

        FieldWriting.Choose(trial.Draft, path, [usual.Implied!], "db", isMember: true);

        var written = FieldView.Of(field, path, new FormContext(trial.Session));
        Assert.Null(written.Implied);
        Assert.Equal(["web", "db"], written.Lines);
        Assert.Null(FieldView.Of(all.Single(field => field.Path == "data.databases[].allow_from"), "data.databases[0].allow_from", new FormContext(trial.Session)).Implied);
    }

    [Fact]
    public void What_names_an_entry_follows_it_to_its_new_name()
    {
        const string text = """
            network:
              security_groups:
                - name: web # the front
                - {name: other, inbound: [{port: 22, security_group: web}]}
            compute:
              instances:
                - {name: a, security_groups: [other, web]}
            data:
              databases: [{name: d, engine: mysql, allow_from: [web]}]
            """;

        var renamed = BlueprintNames.Rename(text, "network.security_groups[0].name", "front");

        Assert.Equal(text.Replace("name: web #", "name: front #", StringComparison.Ordinal).Replace("security_group: web", "security_group: front", StringComparison.Ordinal)
            .Replace("other, web]", "other, front]", StringComparison.Ordinal).Replace("[web]", "[front]", StringComparison.Ordinal), renamed);
    }

    [Fact]
    public void A_new_entry_of_each_list_has_all_that_is_required_and_a_free_name()
    {
        var tree = BlueprintTree.Read("compute: {instances: [{name: instance}]}")!;
        foreach (var list in all.Where(field => field.Kind is FieldKind.Groups))
        {
            var entry = NewEntry.Of(list, "compute.instances", tree);
            Assert.Empty(list.Fields.Where(field => field.IsRequired && (entry[field.Key] is null or JsonArray { Count: 0 } || BlueprintTree.Text(entry[field.Key]) == "")).Select(field => field.Path));
        }

        Assert.Equal("instance-2", (string?)NewEntry.Of(all.Single(field => field.Path == "compute.instances"), "compute.instances", tree)["name"]);
        Assert.Equal("web-2", (string?)NewEntry.Copy(JsonNode.Parse("""{"name": "web", "bucket_name": "only-one"}"""), "data.buckets", BlueprintTree.Read("data: {buckets: [{name: web}]}")!)!.ToJsonString().Split('"')[3]);
    }

    [Fact]
    public void A_row_keeps_its_key_wherever_it_goes()
    {
        var keys = new RowKeys();
        var first = keys.For(3).ToList();

        keys.Move(2, 0);
        keys.Remove(1);

        Assert.Equal([first[2], first[1], first[1] + 2], keys.For(3));
    }

    [Theory]
    [InlineData("compute.instances[0].type", "server")]
    [InlineData("compute.instances[0].volumes[0].size_gb", "server-images")]
    [InlineData("network.cidr", "vpc")]
    [InlineData("project.owner", null)]
    [InlineData("resources.spare.properties.Domain", "spare")]
    public void A_setting_lights_its_resource(string path, string? logicalId) => Assert.Equal(logicalId, Places.LogicalIdOf(Tree, path));

    [Theory]
    [InlineData("server", "compute.instances[0].name")]
    [InlineData("server-2", "compute.instances[0].name")]
    [InlineData("server-blue", "compute.instances[1].name")]
    [InlineData("vpc", "network.vpc")]
    [InlineData("spare", "resources.spare")]
    public void A_resource_leads_to_its_setting(string logicalId, string path) => Assert.Equal(path, Places.PathOf(Tree, logicalId));

    [Fact]
    public void Each_script_is_there_for_both_families_of_images_and_is_a_script()
    {
        Assert.Equal(4, StartUpScripts.For("amazon-linux-2023").Count);
        Assert.Equal(StartUpScripts.For("amazon-linux-2023").Select(script => script.Title), StartUpScripts.For("ubuntu-24.04").Select(script => script.Title));
        Assert.Empty(StartUpScripts.For("windows-2022"));
        Assert.All(StartUpScripts.All, script => Assert.StartsWith("#!/bin/sh\n# ", script.Text, StringComparison.Ordinal));
    }

    private static BlueprintTree Tree => BlueprintTree.Read("""
        compute:
          instances:
            - {name: server, volumes: [{name: images}]}
            - {name: server-blue}
        resources:
          spare: {type: AWS::EC2::EIP}
        """)!;
}
