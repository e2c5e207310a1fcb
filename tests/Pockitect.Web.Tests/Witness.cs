using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests;

/// <summary>Sees all that reaches a browser: what the server sends, what scripts say, and what is on the page and kept by it.</summary>
internal sealed class Witness
{
    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _seen = new();

    /// <param name="page">Before it goes anywhere.</param>
    public Witness(IPage page)
    {
        _page = page;
        page.Console += (_, message) => _seen.Enqueue(message.Text);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _seen.Enqueue(frame.Text ?? System.Text.Encoding.Latin1.GetString(frame.Binary ?? []));
    }

    /// <summary>How many messages have come: a witness who saw none has seen nothing.</summary>
    public int Count => _seen.Count;

    /// <summary>Looks at the page as it stands, and at what it keeps.</summary>
    public async Task LookAsync()
    {
        _seen.Enqueue(await _page.ContentAsync());
        _seen.Enqueue(await _page.EvaluateAsync<string>("() => JSON.stringify([localStorage, sessionStorage, document.cookie, [...document.querySelectorAll('input, textarea')].map(field => field.value)])"));
    }

    public bool Saw(string text) => _seen.Any(seen => seen.Contains(text, StringComparison.Ordinal));
}
