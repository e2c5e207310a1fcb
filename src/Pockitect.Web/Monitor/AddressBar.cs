using Microsoft.AspNetCore.Components;
using Pockitect.Core.Resources;
using Pockitect.Web.Monitor.Queries;

namespace Pockitect.Web.Monitor;

/// <summary>Keeps the window's URL and Monitor's state in sync, in both directions.</summary>
internal sealed class AddressBar(NavigationManager navigation)
{
    private readonly Queue<string> _written = new();

    private Uri Now => new(navigation.Uri);

    /// <summary>The state in the current URL.</summary>
    public MonitorOptions Read(IReadOnlyCollection<ResourceType>? types) => MonitorAddress.Read(Now, types);

    /// <summary>Returns the state in a new URL; null if it belongs to another page or was written by this class.</summary>
    public MonitorOptions? Follow(IReadOnlyCollection<ResourceType>? types)
    {
        var now = Now;
        if (now.AbsolutePath != MonitorAddress.Path) return null;
        if (!_written.Contains(now.PathAndQuery)) return Read(types);
        // The browser confirms with a delay. Text typed since then must stay.
        while (_written.Dequeue() != now.PathAndQuery)
        {
        }

        return null;
    }

    /// <summary>Replaces the current URL with one for this state.</summary>
    public void Write(MonitorOptions options)
    {
        var (address, now) = (navigation.ToAbsoluteUri(MonitorAddress.Of(options)).PathAndQuery, Now);
        if (now.AbsolutePath != MonitorAddress.Path || now.PathAndQuery == address) return;
        _written.Enqueue(address);
        navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
