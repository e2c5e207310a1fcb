using System.Collections.Concurrent;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Journals;

namespace Pockitect.Core.Tests.Fakes;

/// <summary>A lease that nobody else takes, whose shared journal may be away.</summary>
/// <param name="onAppend">Asked before each line, counted from 1; a fault that it returns is thrown, and the line is not written.</param>
public sealed class FakeLease(Func<int, Fault?>? onAppend = null) : ProjectLease
{
    private int _lines;

    public ConcurrentQueue<string> Lines { get; } = new();

    public bool IsReleased { get; private set; }

    public Exception? OnRelease { get; init; }

    public override void Demand()
    {
    }

    public override Task EnsureAsync(CancellationToken ct) => Task.CompletedTask;

    public override Task AppendAsync(Operation operation, string line)
    {
        FakeAccount.Throw(onAppend?.Invoke(Interlocked.Increment(ref _lines)));
        Lines.Enqueue(line);
        return Task.CompletedTask;
    }

    public override Task ShareDeployedAsync(DataFolder folder) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        IsReleased = true;
        return OnRelease is null ? ValueTask.CompletedTask : ValueTask.FromException(OnRelease);
    }
}
