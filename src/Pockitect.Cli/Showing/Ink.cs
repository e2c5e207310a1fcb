namespace Pockitect.Cli.Showing;

/// <summary>Text that carries its colours already.</summary>
internal readonly record struct Inked(string Text)
{
    public override string ToString() => Text;
}

/// <summary>The few colours that mean something. Without colour the words say the same.</summary>
internal sealed class Ink(bool colours)
{
    public bool Colours => colours;

    public Inked Good(object text) => Paint(32, text);

    public Inked Careful(object text) => Paint(33, text);

    public Inked Bad(object text) => Paint(31, text);

    public Inked Faint(object text) => Paint(2, text);

    public Inked Strong(object text) => Paint(1, text);

    private Inked Paint(int code, object text)
    {
        var clean = Output.Clean(text);
        return new Inked(colours ? $"\x1b[{code}m{clean}\x1b[0m" : clean);
    }
}
