using System.Buffers.Binary;
using System.Diagnostics;

namespace Pockitect.Web.Tests;

/// <summary>A display of the test's own, in memory: windows open on it as on a real one, and its pixels can be read.</summary>
public sealed class VirtualDisplay : IAsyncDisposable
{
    // The header of an X window dump: its own length first, then what follows it.
    private const int BytesPerLine = 12;
    private const int Colours = 19;
    private const int BytesPerColour = 12;

    private readonly Process _server;
    private readonly DirectoryInfo _memory;

    private VirtualDisplay(Process server, DirectoryInfo memory, string name)
    {
        _server = server;
        _memory = memory;
        Name = name;
    }

    /// <summary>As <c>DISPLAY</c> has it.</summary>
    public string Name { get; }

    public static async Task<VirtualDisplay> StartAsync(CancellationToken ct)
    {
        var memory = Directory.CreateTempSubdirectory("pockitect-display-");
        var start = new ProcessStartInfo("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x860x24", "-nolisten", "tcp", "-fbdir", memory.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = Process.Start(start)!; // Null only where a shell is used.
        _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
        var number = await server.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("Xvfb ended before it had a display.");
        return new VirtualDisplay(server, memory, $":{number.Trim()}");
    }

    /// <summary>How much of the screen has this colour, from 0 to 1.</summary>
    /// <param name="rgb">Such as 0xF7F8FA.</param>
    public double ShareOf(int rgb)
    {
        var screen = File.ReadAllBytes(Path.Combine(_memory.FullName, "Xvfb_screen0"));
        int Field(int index) => BinaryPrimitives.ReadInt32BigEndian(screen.AsSpan(index * sizeof(int)));
        var pixels = screen.AsSpan(Field(0) + (Field(Colours) * BytesPerColour));
        var (width, height, line) = (Field(4), Field(5), Field(BytesPerLine));
        var found = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if ((BinaryPrimitives.ReadInt32LittleEndian(pixels[((y * line) + (x * sizeof(int)))..]) & 0xFFFFFF) == rgb) found++;
            }
        }

        return (double)found / (width * height);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _memory.Delete(recursive: true);
    }
}
