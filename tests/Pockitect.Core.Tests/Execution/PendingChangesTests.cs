using Pockitect.Core.Execution.Steps;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class PendingChangesTests
{
    [Fact]
    public void Resource_with_its_desired_settings_and_tags_has_no_pending_changes()
    {
        var net = new Net { Range = "10.0", Tags = new Dictionary<string, string> { ["team"] = "a" } };

        Assert.True(Of(net, ("team", "a")).IsEmpty);
    }

    [Fact]
    public void Changes_name_settings_first_then_tags()
    {
        var net = new Net { Range = "10.0", Names = true, Tags = new Dictionary<string, string> { ["team"] = "b" } };

        var found = Of(net, ("team", "a"));

        Assert.Equal("Names, Tags.team", found.Names);
        Assert.Equal([KeyValuePair.Create("team", "b")], found.SetTags);
    }

    [Fact]
    public void Tags_that_the_spec_does_not_have_are_left_to_others()
    {
        var net = new Net { Range = "10.0", Tags = new Dictionary<string, string>() };

        Assert.True(Of(net, ("cost-center", "42")).IsEmpty);
    }

    [Fact]
    public void Fault_of_a_missing_update_has_the_expected_and_the_present_value()
    {
        var fault = Of(new Net { Range = "10.0", Names = true }).NotShown();

        Assert.Equal("NotTaken", fault.Code);
        Assert.Contains("Names: expected true, has ", fault.Message, StringComparison.Ordinal);
    }

    private static PendingChanges Of(Net requested, params (string Key, string Value)[] tags)
    {
        var now = new Observed
        {
            Place = new Place("111122223333", "eu-west-1"),
            Type = "Test::Fake::Net",
            Id = "net-1",
            Spec = new Net { Range = "10.0" },
            Phase = Phase.Ready,
            Tags = tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        };
        return PendingChanges.Of(now, requested, requested);
    }
}
