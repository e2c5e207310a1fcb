using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace Pockitect.Web.Diagrams;

#pragma warning disable ASP0006 // What is drawn has no order in a source file: an element's number is its place among its neighbours, and tiles have keys.

/// <summary>Draws on a page. Razor itself takes an SVG's <c>text</c> for its own.</summary>
/// <param name="pickOf">What a click on a resource does; null where nothing can be picked.</param>
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
        // One of them is in the page's order; the arrow keys lead to the others.
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

    /// <summary>The name of an SVG's element is its title, which browsers show to whoever points at it as well.</summary>
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
