using System.Text.RegularExpressions;
using Pockitect.Testing;

namespace Pockitect.Core.Tests;

/// <summary>How the tests themselves wait.</summary>
public sealed partial class PollingTests
{
    /// <summary>The only files that wait by the clock: one polls with a deadline, the other lets time pass that a test is about.</summary>
    private static readonly string[] Waiting = ["Pockitect.Testing/Eventually.cs", "Pockitect.Testing/RealTime.cs"];

    [Fact]
    public void Tests_wait_by_Eventually_and_never_by_a_loop_or_a_sleep_of_their_own()
    {
        var folder = Repository.At("tests");
        var found =
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(folder, path).Replace('\\', '/')
            where !name.Contains("/obj/", StringComparison.Ordinal) && !Waiting.Contains(name)
            from line in File.ReadLines(path).Index()
            where Wait().IsMatch(line.Item)
            select $"{name}:{line.Index + 1}: {line.Item.Trim()}";

        Assert.Empty(found);
    }

    [GeneratedRegex(@"\bTask\.Delay\(|\bThread\.Sleep\(|\bSpinWait\.|\bnew PeriodicTimer\(|\.WaitForTimeoutAsync\(|\bwhile \(!.*\.(IsCompleted|HasExited)\b")]
    private static partial Regex Wait();
}
