using System.Text;

namespace Pockitect.Cli.Host;

/// <summary>
/// A standard stream that may be closed or full. After the first failed write it drops further output and remembers the error, so that the
/// command continues.
/// </summary>
internal sealed class GuardedWriter(TextWriter inner) : TextWriter
{
    /// <summary>Why output was lost; null if none was.</summary>
    public string? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    /// <summary>A stream that was closed before the program started.</summary>
    public static GuardedWriter Closed() => new(new ClosedWriter());

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine() => Try(inner.WriteLine);

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (Failure is not null) return;
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failure = (e.InnerException ?? e).Message;
        }
    }

    private sealed class ClosedWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("The stream is closed.");

        public override void Write(string? value) => Write('\0');

        public override void WriteLine(string? value) => Write('\0');

        public override void WriteLine() => Write('\0');
    }
}
