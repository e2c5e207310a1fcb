using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Blueprints;

namespace Pockitect.Core.Tests.Blueprints;

public sealed class ConstraintsTests
{
    [Fact]
    public void A_number_outside_the_allowed_values_is_a_problem_that_lists_them()
    {
        var days = new AllowedValuesAttribute(1, 3, 30, null);

        Assert.Null(Constraints.Problem(days, 30));
        Assert.Equal("needs one of 1, 3, 30; got 10.", Constraints.Problem(days, 10));
    }
}
