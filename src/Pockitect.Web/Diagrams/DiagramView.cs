using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Pockitect.Web.Diagrams;

/// <summary>A picture on a page. Tiles can be reached by the arrow keys and picked by Enter where somebody listens.</summary>
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

    /// <summary>The key of the resource that is looked at elsewhere; null for none.</summary>
    [Parameter]
    public string? Lit { get; set; }

    /// <summary>Told the key of what was picked; without a listener nothing can be.</summary>
    [Parameter]
    public EventCallback<string> OnPick { get; set; }

    /// <summary>What the picture is of.</summary>
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
            // The window is gone, and its script with it.
        }
    }

    protected override bool ShouldRender() => _drawn != (Diagram, Lit, Label);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _drawn = (Diagram, Lit, Label);
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "diagram");
        // A picture that is larger than its frame is scrolled, by keys too.
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

    /// <summary>The same one at each drawing, so that nothing of a tile is sent again.</summary>
    private EventCallback<MouseEventArgs> PickOf(string key)
    {
        if (!_picks.TryGetValue(key, out var pick)) _picks[key] = pick = EventCallback.Factory.Create<MouseEventArgs>(this, () => OnPick.InvokeAsync(key));
        return pick;
    }
}
