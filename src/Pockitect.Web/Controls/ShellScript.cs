using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Pockitect.Web.Controls;

/// <summary>Browser functions that the server can't provide: dialogs, copying, the desktop's theme. One instance per window.</summary>
public sealed class ShellScript(IJSRuntime script) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Starts listening to keys and to the desktop's theme.</summary>
    /// <param name="listener">Notified of theme changes through <c>OnSystemColours</c>.</param>
    /// <param name="places">The URLs that shortcuts open, by keys.</param>
    /// <returns>Whether the desktop uses a dark theme.</returns>
    public async Task<bool> StartAsync<T>(DotNetObjectReference<T> listener, IReadOnlyDictionary<string, string> places, bool hasSingleKeys)
        where T : class => await (await ModuleAsync()).InvokeAsync<bool>("start", listener, places, hasSingleKeys);

    public async Task UseSingleKeysAsync(bool hasSingleKeys) => await (await ModuleAsync()).InvokeVoidAsync("useSingleKeys", hasSingleKeys);

    /// <summary>Sets the page's theme: light, dark, or null for the desktop's.</summary>
    public async Task ColourAsync(string? theme) => await (await ModuleAsync()).InvokeVoidAsync("setTheme", theme);

    public async Task ShowAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("show", dialog);

    public async Task CloseAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("close", dialog);

    /// <summary>Scrolls an element into view.</summary>
    public async Task RevealAsync(string id) => await (await ModuleAsync()).InvokeVoidAsync("reveal", id);

    /// <returns>False if the browser blocks copying.</returns>
    public async Task<bool> CopyAsync(string text) => await (await ModuleAsync()).InvokeAsync<bool>("copy", text);

    public async ValueTask DisposeAsync()
    {
        if (_module is not { IsCompletedSuccessfully: true }) return;
        try
        {
            await (await _module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is closed.
        }
    }

    private Task<IJSObjectReference> ModuleAsync() =>
        _module ??= script.InvokeAsync<IJSObjectReference>("import", "./_content/Pockitect.Web/shell.js").AsTask();
}
