using Amazon.Runtime;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Ssm;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using Sdk = Amazon.SimpleSystemsManagement.Model;

namespace Pockitect.Aws.Tests.Ssm;

public sealed class ParameterTests(SandboxFixture sandbox) : LifeTest(sandbox)
{
    private ParameterType Type => new(Aws);

    [Fact]
    public async Task A_parameter_lives_from_create_to_delete()
    {
        var spec = Full();
        var parameter = await CreateAsync(Type, spec);

        Assert.Equal((spec.Name, Phase.Ready), (parameter.Id, parameter.Phase));
        Assert.Empty(SpecDiff.Compare(spec, parameter.Spec));
        Assert.Equal($"arn:aws:ssm:{Place.Region}:{Place.AccountId}:parameter{spec.Name}", parameter.Arn);
        var listed = await ListedAsync(Type, parameter.Id);
        Assert.Equal(("shop", true), (listed.Tags[OwnershipTags.Project], listed.IsSummary));

        await Type.TagAsync(Place, parameter.Id, new Dictionary<string, string> { ["team"] = "blue" }, [OwnershipTags.Resource], Ct);
        var tags = (await ReadAsync(Type, parameter.Id)).Tags;
        Assert.Equal(("blue", "shop"), (tags["team"], tags[OwnershipTags.Project]));
        Assert.DoesNotContain(OwnershipTags.Resource, tags);

        await DeleteAsync(Type, parameter.Id);
        AssertPermitted();
    }

    [Fact]
    public async Task Every_setting_of_a_parameter_changes()
    {
        var spec = Full();
        var id = (await CreateAsync(Type, spec)).Id;

        await UpdateAsync(Type, id, spec with { Value = "25" });
        await UpdateAsync(Type, id, spec with { Description = "Rows on one page" });
        await UpdateAsync(Type, id, spec with { AllowedPattern = "^[0-9,]+$", Type = "StringList", Value = "10,25" });
        await UpdateAsync(Type, id, spec with { AllowedPattern = ".*", Tier = "Advanced", Value = new string('x', 5000) });
    }

    [Fact]
    public async Task What_the_spec_leaves_out_stays_as_it_is()
    {
        var spec = Full();
        var id = (await CreateAsync(Type, spec)).Id;

        await UpdateAsync(Type, id, new Parameter { Type = "String", Value = "50" });

        Assert.Empty(SpecDiff.Compare(spec with { Value = "50" }, (await ReadAsync(Type, id)).Spec));
    }

    [Fact]
    public async Task A_parameter_without_a_name_gets_the_unique_one_and_no_second_is_made()
    {
        var how = How("nameless");
        var spec = new Parameter { Type = "String", Value = "10" };
        Assert.Equal(how.UniqueName, (await CreateAsync(Type, spec, how)).Id);
        Assert.Equal(how.UniqueName, Type.NaturalKey(spec, how));

        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Type.CreateAsync(Place, (Spec)spec, how, Ct));

        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(refusal).Kind);
    }

    [Fact]
    public async Task More_parameters_than_one_page_holds_are_listed_and_none_of_AWS()
    {
        await Aws.Ssm(Place.Region).GetParameterAsync(
            new Sdk.GetParameterRequest { Name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" }, Ct);
        var made = new HashSet<string>();
        for (var i = 0; i < 12; i++) made.Add((await CreateAsync(Type, Full())).Id);

        var listed = await Type.ListAsync(Place, Ct).Select(parameter => parameter.Id).ToListAsync(Ct);

        Assert.Subset(listed.ToHashSet(), made);
        Assert.DoesNotContain(listed, name => name.StartsWith("/aws/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_its_pattern_does_not_allow_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => CreateAsync(Type, Full() with { Value = "many" }));

        Assert.Equal(FaultKind.Invalid, AwsFaults.Explain(refusal).Kind);
    }

    [Fact]
    public async Task A_parameter_that_never_was_reads_as_null() => Assert.Null(await Type.ReadAsync(Place, "/never/was", Ct));

    private static Parameter Full() => new()
    {
        Name = $"/shop-{Guid.NewGuid():N}/page-size",
        Type = "String",
        Value = "10",
        Description = "Rows on a page",
        Tier = "Standard",
        AllowedPattern = "^[0-9]+$",
    };
}
