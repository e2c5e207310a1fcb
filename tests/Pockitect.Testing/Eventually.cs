using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Pockitect.Testing;

/// <summary>
/// Waits for a condition by polling, with a deadline: the only loops of the tests that poll. The deadline is 30 seconds unless the caller sets
/// another, and <see cref="TestPatience"/> stretches it.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Is checked again and again.</param>
    /// <param name="within">The deadline before it is stretched; null for 30 seconds.</param>
    /// <param name="state">Describes the state that was found, for the message of a failure.</param>
    /// <param name="what">The condition in words; the compiler fills in its source.</param>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public static Task HoldsAsync(
        Func<bool> condition, CancellationToken ct, TimeSpan? within = null, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), ct, within, state, what);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, CancellationToken, TimeSpan?, Func{string}?, string)"/>
    public static Task HoldsAsync(
        Func<Task<bool>> condition, CancellationToken ct, TimeSpan? within = null, Func<string>? state = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        GetAsync<object>(async () => await condition() ? true : null, ct, within, state, what);

    /// <summary>Waits until there is a value.</summary>
    /// <param name="find">Returns null while there is none.</param>
    /// <inheritdoc cref="HoldsAsync(Func{bool}, CancellationToken, TimeSpan?, Func{string}?, string)"/>
    public static async Task<T> GetAsync<T>(
        Func<Task<T?>> find, CancellationToken ct, TimeSpan? within = null, Func<string>? state = null, [CallerArgumentExpression(nameof(find))] string what = "")
        where T : class
    {
        var deadline = TestPatience.Stretch(within ?? Deadline);
        var began = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            // The check that follows the deadline counts: a busy machine may have left no time for one before it.
            var isLate = Stopwatch.GetElapsedTime(began) > deadline;
            if (await find() is { } found) return found;
            if (isLate) throw new TimeoutException($"Timed out after {deadline.TotalSeconds:0.#} s: {what}{(state is null ? "" : $"\nFound: {state()}")}");
            await Task.Delay(pause, ct);
        }
    }
}
