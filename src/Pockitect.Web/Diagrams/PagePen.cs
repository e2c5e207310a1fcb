using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace Pockitect.Web.Diagrams;

// Sequence numbers follow the drawing order: an element's number is its position among its siblings, and tiles have keys.
#pragma warning disable ASP0006

/// <summary>Draws on a page. Razor has a <c>text</c> element of its own, which hides SVG's.</summary>
/// <param name="pickOf">The handler for a click on a resource; null if nothing can be selected.</param>
internal sealed class PagePen(RenderTreeBuilder builder, Func<string, EventCallback<MouseEventArgs>>? pickOf) : ISvgPen
{
    private readonly Stack<int> _sequences = new([100]);
    private bool _isFirstPick = true;

    public void Open(string element, params IReadOnlyList<(string Name, string? Value)> attributes)
    {
        Begin(element);
        foreach (var (name, value) in attributes) builder.AddAttribute(Next(), name, value);
    }

    public void OpenPick(string? key, string words, string cssClass)
    {
        Begin("g");
        if (key is not null) builder.SetKey((cssClass[0], key));
        builder.AddAttribute(Next(), "class", cssClass);
        if (key is null || pickOf is null)
        {
            builder.AddAttribute(Next(), "role", "img");
            Name(words);
            return;
        }

        builder.AddAttribute(Next(), "role", "button");
        // One tile is in the tab order; arrow keys reach the others.
        builder.AddAttribute(Next(), "tabindex", _isFirstPick ? "0" : "-1");
        _isFirstPick = false;
        builder.AddAttribute(Next(), "onclick", pickOf(key));
        Name(words);
    }

    public void Text(string text) => builder.AddContent(Next(), text);

    public void Close()
    {
        builder.CloseElement();
        _sequences.Pop();
    }

    /// <summary>An SVG element's accessible name is its title, which browsers also show as a tooltip.</summary>
    private void Name(string words)
    {
        Open("title");
        Text(words);
        Close();
    }

    private void Begin(string element)
    {
        builder.OpenElement(Next(), element);
        _sequences.Push(0);
    }

    private int Next()
    {
        var next = _sequences.Pop();
        _sequences.Push(next + 1);
        return next;
    }
}
