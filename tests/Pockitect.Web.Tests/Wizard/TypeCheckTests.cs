using Pockitect.Aws;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Blueprints.Documents;
using Pockitect.Core.Faults;
using Pockitect.Web.Tests.Monitor;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Tests.Wizard;

public sealed class TypeCheckTests
{
    private static readonly ChoiceList offered = new([new Choice("t3.micro"), new Choice("m5.large")]);
    private static readonly ChoiceList classes = new([new Choice("db.t3.micro")]);

    [Fact]
    public void A_type_that_AWS_does_not_offer_is_an_error_wherever_it_stands()
    {
        var problems = Of("""
            compute: {instances: [{name: a, type: t3.mcro}, {name: b, type: m5.large}, {name: c}]}
            data: {databases: [{name: d, class: db.t3.mikro}]}
            resources:
              own: {type: AWS::EC2::Instance, properties: {InstanceType: m5.lage}}
              other: {type: AWS::RDS::DBInstance, properties: {DBInstanceClass: db.strange}}
            """, offered);

        Assert.Equal(
            [
                ("compute.instances[0].type", Severity.Error, "Use t3.micro"),
                ("data.databases[0].class", Severity.Finding, "Use db.t3.micro"),
                ("resources.own.properties.InstanceType", Severity.Error, "Use m5.large"),
                ("resources.other.properties.DBInstanceClass", Severity.Finding, null),
            ],
            problems.Select(problem => (problem.Path, problem.Severity, problem.Fix?.Label)));
    }

    [Fact]
    public void A_type_is_only_doubted_where_AWS_could_not_be_asked()
    {
        const string text = "compute: {instances: [{name: a, type: t3.mcro}]}";

        Assert.Equal(Severity.Finding, Assert.Single(Of(text, offered with { Note = "AWS could not be asked." })).Severity);
        Assert.Empty(Of(text, null));
        Assert.Empty(Of(text, new ChoiceList([])));
    }

    private static List<BlueprintProblem> Of(string text, ChoiceList? instances) =>
        [.. TypeCheck.Of(BlueprintTree.Read(text)!, BlueprintPositions.None, Rows.Catalog, "eu-west-1", instances, classes)]; // It is YAML.
}
