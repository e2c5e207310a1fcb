namespace Pockitect.Cli.Rendering;

/// <summary>Text that contains its color codes.</summary>
internal readonly record struct Inked(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A color, by its ANSI code.</summary>
internal enum Tint
{
    Bold = 1,
    Faint = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Gray = 90,
}

/// <summary>The few colors that carry meaning. Without color, the text says the same.</summary>
internal sealed class AnsiStyle(bool colors)
{
    public Inked Good(object text) => Paint(Tint.Green, text);

    public Inked Careful(object text) => Paint(Tint.Yellow, text);

    public Inked Bad(object text) => Paint(Tint.Red, text);

    public Inked Faint(object text) => Paint(Tint.Faint, text);

    public Inked Strong(object text) => Paint(Tint.Bold, text);

    public Inked Paint(Tint tint, object text)
    {
        var clean = TerminalText.Line(text);
        return new Inked(colors ? $"\x1b[{(int)tint}m{clean}\x1b[0m" : clean);
    }
}
