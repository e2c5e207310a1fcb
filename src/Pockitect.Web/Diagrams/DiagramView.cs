using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Pockitect.Web.Diagrams;

/// <summary>A diagram on a page. Arrow keys move between tiles, and Enter selects one if the page handles selection.</summary>
public sealed class DiagramView : ComponentBase, IAsyncDisposable
{
    private readonly Dictionary<string, EventCallback<MouseEventArgs>> _picks = new(StringComparer.Ordinal);
    private (Diagram Diagram, string? Lit, string Label) _drawn;
    private ElementReference _frame;
    private IJSObjectReference? _module;

    [Inject]
    public required IJSRuntime Script { get; set; }

    [Parameter, EditorRequired]
    public required Diagram Diagram { get; set; }

    /// <summary>The key of the selected resource; null for none.</summary>
    [Parameter]
    public string? Lit { get; set; }

    /// <summary>Raised with the key of a selected resource. Without a handler, nothing can be selected.</summary>
    [Parameter]
    public EventCallback<string> OnPick { get; set; }

    /// <summary>The subject of the diagram.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The window is closed.
        }
    }

    protected override bool ShouldRender() => _drawn != (Diagram, Lit, Label);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _drawn = (Diagram, Lit, Label);
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "diagram");
        // A diagram larger than its frame scrolls, with keys too.
        builder.AddAttribute(2, "role", "region");
        builder.AddAttribute(3, "aria-label", Label);
        builder.AddAttribute(4, "tabindex", "0");
        builder.AddElementReferenceCapture(5, frame => _frame = frame);
        if (Diagram.Boxes.Count == 0)
        {
            builder.AddMarkupContent(6, "<p class=\"nothing\">Nothing to draw yet.</p>");
        }
        else
        {
            var (width, height) = DiagramDrawing.SizeOf(Diagram);
            var pen = new PagePen(builder, OnPick.HasDelegate ? PickOf : null);
            pen.Open("svg", ("viewBox", DiagramDrawing.ViewBoxOf(Diagram)), ("role", "group"), ("aria-label", Label),
                ("style", FormattableString.Invariant($"max-width:{width}px;min-width:{width * 7 / 10}px;aspect-ratio:{width}/{height}")));
            new DiagramDrawing(pen, Diagram, Lit).Draw();
            pen.Close();
        }

        builder.CloseElement();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || !OnPick.HasDelegate) return;
        _module = await Script.InvokeAsync<IJSObjectReference>("import", "./_content/Pockitect.Web/diagram.js");
        await _module.InvokeVoidAsync("walk", _frame);
    }

    /// <summary>The same delegate at each rendering, so that tiles are not sent again.</summary>
    private EventCallback<MouseEventArgs> PickOf(string key)
    {
        if (!_picks.TryGetValue(key, out var pick))
            _picks[key] = pick = EventCallback.Factory.Create<MouseEventArgs>(this, () => OnPick.InvokeAsync(key));
        return pick;
    }
}
