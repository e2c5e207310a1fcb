using System.Globalization;

namespace Pockitect.Testing;

/// <summary>
/// Stretches every deadline of the tests by the factor in <c>POCKITECT_TEST_PATIENCE</c>: 1 if it is not set, 3 for a machine that is busy
/// with other work.
/// </summary>
public static class TestPatience
{
    /// <summary>The variable that holds the factor.</summary>
    public const string Variable = "POCKITECT_TEST_PATIENCE";

    /// <summary>The factor, at least 1.</summary>
    public static double Factor { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Stretches a deadline.</summary>
    public static TimeSpan Stretch(TimeSpan deadline) => deadline * Factor;

    /// <summary>Stretches a deadline in milliseconds, as Playwright takes it.</summary>
    public static float Milliseconds(double deadline) => (float)(deadline * Factor);

    /// <summary>Reads the variable's value.</summary>
    /// <exception cref="FormatException">The value is not a number of at least 1.</exception>
    public static double Parse(string? value)
    {
        if (string.IsNullOrEmpty(value)) return 1;
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= 100
            ? factor
            : throw new FormatException($"{Variable} is \"{value}\". Set it to a number from 1 to 100, for example 3.");
    }
}
