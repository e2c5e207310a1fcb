using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Files;
using Pockitect.Testing;

namespace Pockitect.Core.Tests.Watching;

/// <summary>Each way in which people and their editors change files, each told once.</summary>
public sealed class FolderWatcherTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-watch-");
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("pockitect-elsewhere-");
    private readonly ConcurrentQueue<FileChange> _told = new();
    private FolderWatcher _watcher;

    public FolderWatcherTests()
    {
        Write("there.yaml", "a: 1\n");
        Write("other.yaml", "b: 1\n");
        _watcher = Watch();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => ["truncate and write", "write beside and rename over", "rename away and write anew", "append", "touch", "remove and write anew", "same length"];

    public void Dispose()
    {
        _watcher.Dispose();
        if (_folder.Exists) _folder.Delete(recursive: true);
        _elsewhere.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_change_is_told_once_however_it_is_made(string way)
    {
        Change(way, PathOf("there.yaml"));
        // Told after it: nothing more can come of the first.
        await EndAsync();

        Assert.Equal([new FileChange("there.yaml", FileChangeKind.Changed)], Told);
    }

    [Fact]
    public async Task Where_nobody_tells_of_changes_looking_finds_them()
    {
        _watcher.Dispose();
        _watcher = Watch(hasEvents: false);
        Change("write beside and rename over", PathOf("there.yaml"));
        await HearAsync(change => change.Name == "there.yaml");
        File.Move(PathOf("other.yaml"), PathOf("renamed.yaml"));
        await HearAsync(change => change.Name == "renamed.yaml");
        File.Delete(PathOf("there.yaml"));
        await HearAsync(change => change is { Name: "there.yaml", Kind: FileChangeKind.Deleted });
        await EndAsync();

        Assert.Equal(
            [new FileChange("there.yaml", FileChangeKind.Changed), new FileChange("renamed.yaml", FileChangeKind.Renamed, "other.yaml"), new FileChange("there.yaml", FileChangeKind.Deleted)],
            Told);
    }

    [Fact]
    public async Task What_comes_goes_and_gets_another_name_is_told_as_that()
    {
        File.WriteAllText(Path.Combine(_elsewhere.FullName, "moved.yaml"), "c: 1\n");
        File.Move(Path.Combine(_elsewhere.FullName, "moved.yaml"), PathOf("moved.yaml"));
        await HearAsync(change => change.Name == "moved.yaml");
        File.Move(PathOf("moved.yaml"), PathOf("renamed.yaml"));
        await HearAsync(change => change.Name == "renamed.yaml");
        File.Move(PathOf("renamed.yaml"), Path.Combine(_elsewhere.FullName, "out.yaml"));
        File.Delete(PathOf("other.yaml"));
        await HearAsync(change => change.Name == "other.yaml");
        await EndAsync();

        Assert.Equal(
            [
                new FileChange("moved.yaml", FileChangeKind.Created),
                new FileChange("renamed.yaml", FileChangeKind.Renamed, "moved.yaml"),
                new FileChange("other.yaml", FileChangeKind.Deleted),
                new FileChange("renamed.yaml", FileChangeKind.Deleted),
            ],
            Told.OrderBy(change => change.Kind is FileChangeKind.Deleted).ThenBy(change => change.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_written_bit_by_bit_is_told_when_it_is_whole()
    {
        await using (var file = new StreamWriter(PathOf("there.yaml")))
        {
            for (var line = 0; line < 20; line++)
            {
                await file.WriteAsync($"line{line}: x\n");
                await file.FlushAsync(Ct);
                await RealTime.PassAsync(20, Ct);
            }
        }

        await HearAsync(change => change.Name == "there.yaml");
        Assert.Equal(20, (await File.ReadAllLinesAsync(PathOf("there.yaml"), Ct)).Length);
        await EndAsync();
        Assert.Single(Told);
    }

    [Fact]
    public async Task What_this_process_writes_is_told_as_its_own_and_what_another_makes_of_it_is_not()
    {
        await AtomicFile.WriteAsync(PathOf("there.yaml"), "mine: 1\n", Ct);
        await HearAsync(change => change.Name == "there.yaml");
        Write("there.yaml", "theirs: 1\n");
        await HearAsync(change => change is { Name: "there.yaml", IsOwn: false });
        await EndAsync();

        Assert.Equal([true, false], Told.Select(change => change.IsOwn));
    }

    [Fact]
    public async Task Files_of_other_names_are_nobody_s_business()
    {
        Write("there.yaml~", "x");
        Write(".there.yaml.swp", "x");
        Directory.CreateDirectory(PathOf("folder.yaml"));
        await EndAsync();

        Assert.Empty(Told);
    }

    [Fact]
    public async Task A_folder_that_went_and_came_back_is_watched_again()
    {
        _folder.Delete(recursive: true);
        await HearAsync(change => change is { Name: "there.yaml", Kind: FileChangeKind.Deleted });
        _folder.Create();
        Write("there.yaml", "again: 1\n");
        await HearAsync(change => change is { Name: "there.yaml", Kind: FileChangeKind.Created });
        Write("there.yaml", "once: more\n");
        await HearAsync(change => change is { Name: "there.yaml", Kind: FileChangeKind.Changed });
    }

    [Fact]
    public async Task One_who_listens_and_fails_does_not_make_the_others_deaf()
    {
        _watcher.Changed += change => throw new InvalidOperationException(change.Name);
        Write("there.yaml", "one: 1\n");
        await HearAsync(change => change.Name == "there.yaml");
        Write("other.yaml", "two: 2\n");
        await HearAsync(change => change.Name == "other.yaml");
    }

    private IReadOnlyList<FileChange> Told => [.. _told.Where(change => change.Name != "end.yaml")];

    private static void Change(string way, string path)
    {
        switch (way)
        {
            case "truncate and write":
                File.WriteAllText(path, "a: 2\nb: 3\n");
                break;
            case "write beside and rename over":
                File.WriteAllText(path + ".new", "a: 2\n");
                File.Move(path + ".new", path, overwrite: true);
                break;
            case "rename away and write anew":
                File.Move(path, path + "~");
                File.WriteAllText(path, "a: 2\n");
                File.Delete(path + "~");
                break;
            case "append":
                File.AppendAllText(path, "c: 1\n");
                break;
            case "touch":
                File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
                break;
            case "remove and write anew":
                File.Delete(path);
                File.WriteAllText(path, "a: 2\n");
                break;
            case "same length":
                var at = File.GetLastWriteTimeUtc(path);
                File.WriteAllText(path, "a: 7\n");
                File.SetLastWriteTimeUtc(path, at);
                break;
        }
    }

    private FolderWatcher Watch(bool? hasEvents = null)
    {
        var watcher = new FolderWatcher(_folder.FullName, "*.yaml", TimeProvider.System, NullLogger<FolderWatcher>.Instance, hasEvents);
        watcher.Changed += _told.Enqueue;
        return watcher;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    private async Task EndAsync()
    {
        // Longer at rest than what was done before it, and so told after it.
        await RealTime.PassAsync(350, Ct);
        Write("end.yaml", "end: 1\n");
        await HearAsync(change => change.Name == "end.yaml");
    }

    private Task HearAsync(Func<FileChange, bool> what, [CallerArgumentExpression(nameof(what))] string source = "") =>
        Eventually.HoldsAsync(() => _told.Any(what), Ct, state: () => string.Join(", ", _told), what: source);
}
