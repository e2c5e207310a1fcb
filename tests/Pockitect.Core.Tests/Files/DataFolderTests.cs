using Pockitect.Core.Files;

namespace Pockitect.Core.Tests.Files;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-folder-");

    [Fact]
    public void Folders_that_others_could_read_are_theirs_no_more()
    {
        if (OperatingSystem.IsWindows()) return;
        var root = System.IO.Path.Combine(_folder.FullName, "home");
        _ = new DataFolder(root);
        foreach (var path in Directory.EnumerateDirectories(root).Prepend(root)) File.SetUnixFileMode(path, Everybody);

        _ = new DataFolder(root);

        foreach (var path in Directory.EnumerateDirectories(root).Prepend(root)) Assert.Equal(OnlyOwner, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_folder_that_everybody_uses_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_folder.FullName, Everybody | UnixFileMode.StickyBit);

        var folder = new DataFolder(_folder.FullName);

        Assert.Equal(Everybody | UnixFileMode.StickyBit, File.GetUnixFileMode(_folder.FullName));
        Assert.Equal(OnlyOwner, File.GetUnixFileMode(folder.Keys));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
