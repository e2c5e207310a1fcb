using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Pockitect.Web.Wizard.Fields;

namespace Pockitect.Web.Wizard;

/// <summary>The wizard's functions in the browser: shortcuts, the focus, and the highlighted line.</summary>
internal sealed class WizardScript(IJSRuntime script) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;
    private object? _attachedTo;
    private int _shownLine;
    private bool _isLeft;

    /// <summary>Attaches the functions to a rendered form, once per form.</summary>
    /// <param name="root">The element around the form.</param>
    /// <param name="form">Identifies the form.</param>
    public async Task AttachAsync(ElementReference root, object form)
    {
        _module ??= await script.InvokeAsync<IJSObjectReference>("import", "./_content/Pockitect.Web/wizard.js");
        if (ReferenceEquals(_attachedTo, form)) return;
        _attachedTo = form;
        await DetachAsync();
        _attached = await _module.InvokeAsync<IJSObjectReference>("attach", root);
        // The user may have left the page while the browser responded.
        if (_isLeft) await DetachAsync();
    }

    /// <summary>Moves the focus to a path's field, or to what surrounds it if it is hidden.</summary>
    public async Task FocusAsync(string path)
    {
        if (_module is not null) await _module.InvokeVoidAsync("go", FormContext.IdsOf(path));
    }

    /// <summary>Moves the focus to a line of the text.</summary>
    public async Task EditAsync(int line)
    {
        if (_module is not null) await _module.InvokeVoidAsync("edit", line);
    }

    /// <summary>Scrolls the text to a line.</summary>
    public async Task ShowAsync(int line)
    {
        if (_module is null || line == _shownLine) return;
        _shownLine = line;
        await _module.InvokeVoidAsync("show", line);
    }

    public async ValueTask DisposeAsync()
    {
        _isLeft = true;
        try
        {
            await DetachAsync();
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is closed.
        }
    }

    /// <summary>Releases references that the browser would otherwise keep, with the page attached to them.</summary>
    private async Task DetachAsync()
    {
        if (_attached is not { } attached) return;
        _attached = null;
        await attached.InvokeVoidAsync("detach");
        await attached.DisposeAsync();
    }
}
