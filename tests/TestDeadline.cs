using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Pockitect.Testing;
using Xunit.v3;

[assembly: TestDeadline]

namespace Pockitect.Testing;

/// <summary>
/// Gives every test of the assembly a deadline of five minutes, stretched by <see cref="TestPatience"/>; <c>POCKITECT_TEST_MINUTES</c> sets another one for
/// the long runs of <c>bench/</c>. A test that is late is canceled through its cancellation token and fails by name. If it ignores that, it is named and the process ends.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestDeadlineAttribute : BeforeAfterTestAttribute
{
    private const int HungExitCode = 99;

    private static readonly TimeSpan Deadline = TestPatience.Stretch(TimeSpan.FromMinutes(
        double.Parse(Environment.GetEnvironmentVariable("POCKITECT_TEST_MINUTES") ?? "5", CultureInfo.InvariantCulture)));

    private readonly ConcurrentDictionary<string, Watch> _running = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _running[test.UniqueID] = new Watch(test.TestDisplayName, TestContext.Current);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!_running.TryRemove(test.UniqueID, out var watch)) return;
        watch.Dispose();
        if (watch.IsLate) throw new TimeoutException(watch.Message);
    }

    private sealed class Watch : IDisposable
    {
        private readonly string _name;
        private readonly Timer _late;
        private readonly Timer _hung;

        public Watch(string name, ITestContext context)
        {
            _name = name;
            _late = new Timer(
                _ =>
                {
                    IsLate = true;
                    context.CancelCurrentTest();
                },
                null, Deadline, Timeout.InfiniteTimeSpan);
            _hung = new Timer(
                _ =>
                {
                    Console.Error.WriteLine($"FAILED: {Message} It did not react to its cancellation either, so its process ends here.");
                    Environment.Exit(HungExitCode);
                },
                null, Deadline * 1.2, Timeout.InfiniteTimeSpan);
        }

        public bool IsLate { get; private set; }

        public string Message => $"{_name} did not end within {Deadline.TotalSeconds:0.#} s.";

        public void Dispose()
        {
            _late.Dispose();
            _hung.Dispose();
        }
    }
}
