using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Guards;

/// <summary>When a yes is enough, when a name has to be typed, and when nothing helps.</summary>
public sealed class ApprovalRuleTests
{
    private static readonly FakeCloud cloud = new();
    private static readonly GuardRails production = new() { Production = true };

    [Fact]
    public void Rule_for_a_plan_that_changes_nothing_needs_no_answer()
    {
        var nothing = new Plan { Changes = [], Steps = [] };

        foreach (var kind in Enum.GetValues<ChangeKind>())
            foreach (var rails in (GuardRails[])[GuardRails.None, production])
                Assert.Equal(ApprovalNeed.None, ApprovalRule.Of(kind, nothing, "shop", rails).Need);
    }

    [Theory]
    [InlineData(ChangeKind.Deploy, "shop")]
    [InlineData(ChangeKind.Resume, "shop")]
    [InlineData(ChangeKind.Undo, "shop")]
    [InlineData(ChangeKind.Delete, null)]
    public void Rule_for_a_plan_without_data_loss_needs_a_plain_yes(ChangeKind kind, string? project)
    {
        var rule = ApprovalRule.Of(kind, Deleting("net"), project, GuardRails.None);

        Assert.Equal((ApprovalNeed.Yes, null), (rule.Need, rule.Name));
        Assert.NotNull(rule.Accept());
    }

    [Theory]
    [InlineData(ChangeKind.Start)]
    [InlineData(ChangeKind.Stop)]
    public void Rule_for_power_needs_no_answer(ChangeKind kind) =>
        Assert.Equal(ApprovalNeed.None, ApprovalRule.Of(kind, Deleting("store"), "shop", GuardRails.None).Need);

    [Fact]
    public void Rule_for_the_delete_of_a_project_needs_its_name_also_without_data_loss()
    {
        var rule = ApprovalRule.Of(ChangeKind.Delete, Deleting("net"), "shop", GuardRails.None);

        Assert.Equal((ApprovalNeed.TypedName, "shop"), (rule.Need, rule.Name));
    }

    [Theory]
    [InlineData(ChangeKind.Deploy)]
    [InlineData(ChangeKind.Resume)]
    [InlineData(ChangeKind.Undo)]
    [InlineData(ChangeKind.Delete)]
    public void Rule_for_data_loss_needs_the_name_of_the_project(ChangeKind kind)
    {
        var rule = ApprovalRule.Of(kind, Deleting("net", "store"), "shop", GuardRails.None);

        Assert.Equal((ApprovalNeed.TypedName, "shop"), (rule.Need, rule.Name));
    }

    [Fact]
    public void Rule_for_selected_resources_needs_the_name_of_the_first_that_loses_data_else_of_the_first()
    {
        Assert.Equal("store", ApprovalRule.Of(ChangeKind.Delete, Deleting("net", "store"), null, GuardRails.None).Name);
        Assert.Equal("net", ApprovalRule.Of(ChangeKind.Delete, Deleting("net", "part"), null, production).Name);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(null, true)]
    public void Rule_of_an_account_that_requires_names_needs_one_for_every_kind_of_change(bool? isProduction, bool? isTyped)
    {
        var rails = new GuardRails { Production = isProduction, TypedConfirmation = isTyped };

        foreach (var kind in Enum.GetValues<ChangeKind>())
        {
            var rule = ApprovalRule.Of(kind, Deleting("net"), "shop", rails);
            Assert.Equal((ApprovalNeed.RequiredName, "shop"), (rule.Need, rule.Name));
            Assert.Equal("shop", ApprovalRule.RequiredName(Deleting("net"), "shop", rails));
        }

        Assert.Null(ApprovalRule.RequiredName(Deleting("store"), "shop", GuardRails.None));
    }

    [Fact]
    public void Forbidden_plan_is_approved_by_nothing()
    {
        var plan = Deleting("store") with { Forbidden = ["The account is read-only."], Blockers = ["In use."] };

        var rule = ApprovalRule.Of(ChangeKind.Delete, plan, "shop", production);

        Assert.Equal((ApprovalNeed.Forbidden, false), (rule.Need, rule.CanApprove));
        AssertNothingApproves(rule);
    }

    [Fact]
    public void Blocked_plan_is_approved_by_nothing_and_a_warning_blocks_nothing()
    {
        var finding = new Finding(Severity.Error, "store", "It can't be deleted.", "It is in use.", "Free it.");

        foreach (var plan in (Plan[])[Deleting("store") with { Blockers = ["In use."] }, Deleting("store") with { Findings = [finding] }])
        {
            var rule = ApprovalRule.Of(ChangeKind.Start, plan, "shop", GuardRails.None);
            Assert.Equal((ApprovalNeed.Blocked, false), (rule.Need, rule.CanApprove));
            AssertNothingApproves(rule);
        }

        var warned = Deleting("net") with { Findings = [finding with { Severity = Severity.Finding }] };
        Assert.True(ApprovalRule.Of(ChangeKind.Start, warned, "shop", GuardRails.None).CanApprove);
    }

    [Fact]
    public void Name_is_accepted_as_it_was_typed_and_travels_with_the_approval()
    {
        foreach (var rule in (ApprovalRule[])[Rule(ApprovalNeed.TypedName), Rule(ApprovalNeed.RequiredName)])
        {
            foreach (var typed in (string?[])[null, "", "y", "yes", "Shop", "shop2"]) Assert.Null(rule.Accept(typed));
            Assert.Null(rule.Accept());
            Assert.Equal("shop", rule.Accept(" shop ")?.Name);
        }

        Assert.Null(Rule(ApprovalNeed.Yes).Accept("anything")?.Name);
    }

    [Theory]
    // A yes in advance replaces a plain yes and a typed name, but not a name that the account requires.
    [InlineData(ApprovalNeed.Yes, true, null, AdvanceAnswer.Approved, AdvanceAnswer.Approved)]
    [InlineData(ApprovalNeed.TypedName, true, null, AdvanceAnswer.Approved, AdvanceAnswer.Approved)]
    [InlineData(ApprovalNeed.RequiredName, true, null, AdvanceAnswer.Ask, AdvanceAnswer.NameMissing)]
    // Without one the user is asked; where nobody can be asked, the command fails.
    [InlineData(ApprovalNeed.Yes, false, null, AdvanceAnswer.Ask, AdvanceAnswer.InputMissing)]
    [InlineData(ApprovalNeed.TypedName, false, null, AdvanceAnswer.Ask, AdvanceAnswer.InputMissing)]
    [InlineData(ApprovalNeed.RequiredName, false, null, AdvanceAnswer.Ask, AdvanceAnswer.NameMissing)]
    // A name in advance answers for a name. It doesn't replace a yes, and another name is never overlooked.
    [InlineData(ApprovalNeed.Yes, false, "shop", AdvanceAnswer.Ask, AdvanceAnswer.InputMissing)]
    [InlineData(ApprovalNeed.TypedName, false, "shop", AdvanceAnswer.Approved, AdvanceAnswer.Approved)]
    [InlineData(ApprovalNeed.RequiredName, false, "shop", AdvanceAnswer.Approved, AdvanceAnswer.Approved)]
    [InlineData(ApprovalNeed.TypedName, true, "other", AdvanceAnswer.WrongName, AdvanceAnswer.WrongName)]
    [InlineData(ApprovalNeed.RequiredName, true, "other", AdvanceAnswer.WrongName, AdvanceAnswer.WrongName)]
    // Where nothing has to be said, nothing is asked.
    [InlineData(ApprovalNeed.None, false, null, AdvanceAnswer.Approved, AdvanceAnswer.Approved)]
    public void Answers_in_advance_decide_with_and_without_a_user(
        ApprovalNeed need, bool yes, string? name, AdvanceAnswer asked, AdvanceAnswer unattended)
    {
        var rule = Rule(need);

        foreach (var (canAsk, expected) in ((bool, AdvanceAnswer)[])[(true, asked), (false, unattended)])
        {
            var given = new GivenAnswers(yes, name, canAsk);
            Assert.Equal(expected, rule.Answer(given));
            Assert.Equal(expected is AdvanceAnswer.Approved, rule.Accept(given) is not null);
        }
    }

    [Fact]
    public void Yes_in_advance_never_travels_as_a_name()
    {
        Assert.Null(Rule(ApprovalNeed.TypedName).Accept(new GivenAnswers(Yes: true, Name: null, CanAsk: true))!.Name);
        Assert.Null(Rule(ApprovalNeed.Yes).Accept(new GivenAnswers(Yes: true, Name: "shop", CanAsk: true))!.Name);
        Assert.Equal("shop", Rule(ApprovalNeed.RequiredName).Accept(new GivenAnswers(Yes: true, Name: "shop", CanAsk: false))!.Name);
    }

    private static void AssertNothingApproves(ApprovalRule rule)
    {
        var given = new GivenAnswers(Yes: true, Name: "shop", CanAsk: true);
        Assert.Null(rule.Accept());
        Assert.Null(rule.Accept("shop"));
        Assert.Null(rule.Accept(given));
        Assert.Equal(AdvanceAnswer.Refused, rule.Answer(given));
    }

    private static ApprovalRule Rule(ApprovalNeed need)
    {
        var rule = need switch
        {
            ApprovalNeed.None => ApprovalRule.Of(ChangeKind.Stop, Deleting("net"), "shop", GuardRails.None),
            ApprovalNeed.Yes => ApprovalRule.Of(ChangeKind.Deploy, Deleting("net"), "shop", GuardRails.None),
            ApprovalNeed.TypedName => ApprovalRule.Of(ChangeKind.Delete, Deleting("net"), "shop", GuardRails.None),
            _ => ApprovalRule.Of(ChangeKind.Delete, Deleting("net"), "shop", production),
        };
        Assert.Equal(need, rule.Need);
        return rule;
    }

    /// <summary>A plan that deletes these: a store holds data, everything else doesn't.</summary>
    private static Plan Deleting(params string[] ids)
    {
        var (place, types) = (new Place(cloud.AccountId, "eu-west-1"), cloud.Catalog);
        ResourceType TypeOf(string id) => id == "store" ? types["Fake::House::Store"] : types["Fake::House::Net"];
        return new Plan
        {
            Changes =
            [
                .. ids.Select(id => new PlannedChange { LogicalId = id, Type = TypeOf(id), Place = place, Action = ChangeAction.Delete }),
            ],
            Steps = [.. ids.Select(id => new Step($"delete {id}", StepKind.Delete, id, TypeOf(id), place))],
        };
    }
}
