using Pockitect.Core.Execution;
using Pockitect.Core.Faults;

namespace Pockitect.Core.Tests.Execution;

public sealed class AdviceTests
{
    [Theory]
    [InlineData(FaultKind.NotFound, "NoProject")]
    [InlineData(FaultKind.Invalid, "SeveralProjects")]
    [InlineData(FaultKind.AlreadyExists, "EntityAlreadyExists")]
    [InlineData(FaultKind.SignIn, "SignIn")]
    public void Messages_that_say_what_to_do_get_no_other_advice(FaultKind kind, string code) =>
        Assert.Equal("What to do.", Advice.WithMessage(new Fault(kind, code, "What to do.")));

    [Theory]
    [InlineData(FaultKind.Invalid, "InvalidParameterValue", "Correct the blueprint")]
    [InlineData(FaultKind.NotFound, "InvalidVpcID.NotFound", "deleted outside")]
    [InlineData(FaultKind.SignIn, "ExpiredToken", "Sign in again")]
    [InlineData(FaultKind.Bug, "NullReferenceException", "bug in Pockitect")]
    public void Refusals_of_AWS_get_advice_that_fits(FaultKind kind, string code, string expected) =>
        Assert.Contains(expected, Advice.WithMessage(new Fault(kind, code, "No.") { RequestId = "r-1" }), StringComparison.Ordinal);

    [Fact]
    public void What_AWS_gave_up_on_is_a_matter_of_the_blueprint() =>
        Assert.Contains("Correct the blueprint", Advice.For(new Fault(FaultKind.Invalid, "Failed", "AWS gave up on it.")), StringComparison.Ordinal);

    [Fact]
    public void Every_kind_is_told_without_a_space_at_the_end() =>
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Equal(Advice.WithMessage(new Fault(kind, "Code", "No.")).Trim(), Advice.WithMessage(new Fault(kind, "Code", "No."))));
}
