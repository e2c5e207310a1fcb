using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Files;
using Pockitect.Web.Preferences;

namespace Pockitect.Web.Tests.Settings;

public sealed class WindowNotesTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-notes-");

    [Fact]
    public void What_is_changed_is_told_once_and_there_after_the_next_start()
    {
        var (notes, told) = (Open(), 0);
        notes.Changed += () => told++;

        notes.Change(now => now with { Theme = Theme.Dark, HasSingleKeys = false, Tour = new TourNote("shop", ["make"], false) });
        notes.Change(now => now with { Theme = Theme.Dark });

        Assert.Equal(1, told);
        var again = Open().Now;
        Assert.Equal((Theme.Dark, false, "shop"), (again.Theme, again.HasSingleKeys, again.Tour?.Project));
        Assert.Equal(["make"], again.Tour!.Done);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_and_begun_anew()
    {
        File.WriteAllText(Path.Combine(_home.FullName, WindowNotes.FileName), "{oops");

        var notes = Open();
        Assert.Contains(notes.Path, notes.Problem, StringComparison.Ordinal);
        Assert.Equal(new WindowNote(), notes.Now);
        notes.Change(now => now with { Theme = Theme.Light });

        Assert.Null(notes.Problem);
        Assert.Equal(Theme.Light, Open().Now.Theme);
    }

    [Fact]
    public void A_damaged_file_never_stops_the_window()
    {
        Open().Change(now => now with { Theme = Theme.Dark, Tour = new TourNote("shop", ["make"], false) });
        var path = Path.Combine(_home.FullName, WindowNotes.FileName);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var damaged in (byte[][])[whole[..at], [.. whole[..at], (byte)(whole[at] ^ 4), .. whole[(at + 1)..]], [.. whole[..at], .. new byte[whole.Length - at]]])
            {
                File.WriteAllBytes(path, damaged);
                var notes = Open();
                Assert.True(notes.Now.Tour is null or { Done: not null });
                if (notes.Problem is { } problem) Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(path)}:[0-9]+: this file is damaged .+ The next change writes the file again\\.$", problem);
            }
        }

        File.WriteAllText(path, """{"theme": "Dark", "tour": {"project": "shop"}}""");
        Assert.Equal((new WindowNote(), true), (Open().Now, Open().Problem is not null));
    }

    public void Dispose() => _home.Delete(recursive: true);

    private WindowNotes Open() => new(new DataFolder(_home.FullName), NullLoggerFactory.Instance);
}
