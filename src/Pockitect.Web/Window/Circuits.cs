using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Pockitect.Web.Window;

/// <summary>Counts connected windows and how long there has been none.</summary>
public sealed class Circuits(TimeProvider time)
{
    private readonly Lock _counting = new();
    private int _connected;
    private long _aloneSince = time.GetTimestamp();

    /// <summary>How long no window has been connected; null while one is.</summary>
    public TimeSpan? Alone
    {
        get
        {
            lock (_counting) return _connected > 0 ? null : time.GetElapsedTime(_aloneSince);
        }
    }

    /// <summary>Whether a window was ever connected.</summary>
    public bool HadAny { get; private set; }

    private void Add(int change)
    {
        lock (_counting)
        {
            _connected += change;
            HadAny = true;
            if (_connected == 0) _aloneSince = time.GetTimestamp();
        }
    }

    /// <summary>Counts one window; Blazor creates one instance per window.</summary>
    internal sealed class Counter(Circuits circuits) : CircuitHandler
    {
        public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            circuits.Add(1);
            return Task.CompletedTask;
        }

        public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            circuits.Add(-1);
            return Task.CompletedTask;
        }
    }
}
