using Microsoft.AspNetCore.Components;
using Pockitect.Core.Resources;

namespace Pockitect.Web.Monitor;

/// <summary>Keeps the window's address and what Monitor shows in step, in both directions.</summary>
internal sealed class AddressBar(NavigationManager navigation)
{
    private readonly Queue<string> _written = new();

    private Uri Now => new(navigation.Uri);

    /// <summary>What the address asks for.</summary>
    public MonitorWish Read(IReadOnlyCollection<ResourceType>? types) => MonitorAddress.Read(Now, types);

    /// <summary>What a new address asks for; null where it is another page's, or was written here.</summary>
    public MonitorWish? Follow(IReadOnlyCollection<ResourceType>? types)
    {
        var now = Now;
        if (now.AbsolutePath != MonitorAddress.Path) return null;
        if (!_written.Contains(now.PathAndQuery)) return Read(types);
        // The browser confirms late: something else may be typed by now, and must stay.
        while (_written.Dequeue() != now.PathAndQuery)
        {
        }

        return null;
    }

    /// <summary>Makes the address say what is shown, in place of the one before.</summary>
    public void Write(MonitorWish wish)
    {
        var (address, now) = (navigation.ToAbsoluteUri(MonitorAddress.Of(wish)).PathAndQuery, Now);
        if (now.AbsolutePath != MonitorAddress.Path || now.PathAndQuery == address) return;
        _written.Enqueue(address);
        navigation.NavigateTo(address, new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
