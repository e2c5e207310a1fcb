using System.Diagnostics;
using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Tests.Files;

public sealed class DataFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-files-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "file.json");

    [Fact]
    public void Read_returns_the_text_without_its_mark_and_null_where_nothing_is()
    {
        Assert.Null(DataFile.ReadText(Path));
        Assert.Null(DataFile.ReadText(System.IO.Path.Combine(_folder.FullName, "none", "file")));

        File.WriteAllText(Path, "ä\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("ä\r\n", DataFile.ReadText(Path));
    }

    [Fact]
    public void Read_refuses_what_is_no_file_and_names_it_with_a_remedy()
    {
        Directory.CreateDirectory(Path);
        Refuses("it is a folder. Move the folder away.");
        Directory.Delete(Path);

        File.CreateSymbolicLink(Path, System.IO.Path.Combine(_folder.FullName, "gone"));
        Refuses("which doesn't exist. Restore that file or remove the link.");
        File.Delete(Path);

        File.CreateSymbolicLink(Path, Path);
        Refuses("Can't read");
        File.Delete(Path);

        File.WriteAllText(Path, new string('x', DataFile.Small + 1));
        Refuses("it is larger than 1,048,576 bytes.");
    }

    [Fact]
    public void Read_never_waits_for_a_pipe_nor_reads_a_device_to_its_end()
    {
        MakePipe(Path);
        Refuses("it is a pipe or a device, not a file.");
        File.Delete(Path);

        foreach (var device in (string[])["/dev/zero", "/dev/null", "/dev/random"])
        {
            File.CreateSymbolicLink(Path, device);
            Refuses("it is a pipe or a device, not a file.");
            File.Delete(Path);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path])!;
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    private void Refuses(string words)
    {
        var refused = Assert.Throws<FaultException>(() => DataFile.ReadText(Path));
        Assert.Equal(FaultKind.LocalFile, refused.Fault.Kind);
        Assert.StartsWith($"Can't read {Path}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
