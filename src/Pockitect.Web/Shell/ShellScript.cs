using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Pockitect.Web.Shell;

/// <summary>What a page cannot do from the server: open dialogs, copy, and know the desktop's colours. One for each window.</summary>
public sealed class ShellScript(IJSRuntime script) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Begins to listen to keys and to the desktop's colours.</summary>
    /// <param name="listener">Told when the desktop's colours change, by <c>OnSystemColours</c>.</param>
    /// <param name="places">The addresses that keys lead to, by the keys.</param>
    /// <returns>Whether the desktop is dark.</returns>
    public async Task<bool> StartAsync<T>(DotNetObjectReference<T> listener, IReadOnlyDictionary<string, string> places, bool hasSingleKeys)
        where T : class => await (await ModuleAsync()).InvokeAsync<bool>("start", listener, places, hasSingleKeys);

    public async Task UseSingleKeysAsync(bool hasSingleKeys) => await (await ModuleAsync()).InvokeVoidAsync("useSingleKeys", hasSingleKeys);

    /// <summary>Colours the page: light, dark, or null for the desktop's own.</summary>
    public async Task ColourAsync(string? theme) => await (await ModuleAsync()).InvokeVoidAsync("colour", theme);

    public async Task ShowAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("show", dialog);

    public async Task CloseAsync(ElementReference dialog) => await (await ModuleAsync()).InvokeVoidAsync("close", dialog);

    /// <summary>Scrolls an element into sight.</summary>
    public async Task RevealAsync(string id) => await (await ModuleAsync()).InvokeVoidAsync("reveal", id);

    /// <returns>False where the browser does not let us.</returns>
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
            // The window is gone, and its script with it.
        }
    }

    private Task<IJSObjectReference> ModuleAsync() => _module ??= script.InvokeAsync<IJSObjectReference>("import", "./_content/Pockitect.Web/shell.js").AsTask();
}
