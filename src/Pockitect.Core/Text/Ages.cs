namespace Pockitect.Core.Text;

/// <summary>Formats ages and durations.</summary>
public static class Ages
{
    /// <summary>Returns an age: <c>12 s ago</c>, <c>5 min ago</c>, <c>3 h ago</c>, <c>2 days ago</c>.</summary>
    public static string Ago(DateTimeOffset? at, TimeProvider time) => at is null ? "never" : (time.GetUtcNow() - at.Value) switch
    {
        { TotalSeconds: < 2 } => "now",
        { TotalSeconds: < 120 } age => FormattableString.Invariant($"{age.TotalSeconds:0} s ago"),
        { TotalMinutes: < 120 } age => FormattableString.Invariant($"{age.TotalMinutes:0} min ago"),
        { TotalHours: < 48 } age => FormattableString.Invariant($"{age.TotalHours:0} h ago"),
        var age => FormattableString.Invariant($"{age.TotalDays:0} days ago"),
    };

    /// <summary>Returns a running clock: <c>00:42</c>, <c>1:02:03</c>.</summary>
    public static string Clock(TimeSpan span) =>
        span.ToString(span.TotalHours >= 1 ? @"h\:mm\:ss" : @"mm\:ss", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns a rough estimate: <c>about 40 s</c>, <c>about 5 min</c>.</summary>
    public static string About(TimeSpan span) => span.TotalSeconds < 100
        ? FormattableString.Invariant($"about {Math.Ceiling(span.TotalSeconds / 5) * 5:0} s")
        : FormattableString.Invariant($"about {Math.Ceiling(span.TotalMinutes):0} min");
}
