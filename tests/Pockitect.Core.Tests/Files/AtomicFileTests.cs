using System.Text;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-files-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "file.yaml");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("real.yaml")]
    [InlineData("../elsewhere/real.yaml")]
    public async Task Write_goes_where_a_link_leads_also_over_several(string target)
    {
        var root = Directory.CreateDirectory(System.IO.Path.Combine(_folder.FullName, "projects")).FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(_folder.FullName, "elsewhere"));
        var real = System.IO.Path.GetFullPath(target, root);
        File.WriteAllText(real, "old");
        var first = System.IO.Path.Combine(root, "first.yaml");
        var second = System.IO.Path.Combine(root, "second.yaml");
        File.CreateSymbolicLink(first, target);
        File.CreateSymbolicLink(second, first);

        await AtomicFile.WriteAsync(second, "new", Ct);

        Assert.Equal((target, first), (new FileInfo(first).LinkTarget, new FileInfo(second).LinkTarget));
        Assert.Equal(("new", "new"), (File.ReadAllText(real), File.ReadAllText(second)));
    }

    [Fact]
    public async Task Write_makes_the_file_that_a_link_names_and_refuses_links_in_a_circle()
    {
        File.CreateSymbolicLink(Path, "later.yaml");
        await AtomicFile.WriteAsync(Path, "new", Ct);
        Assert.Equal("new", File.ReadAllText(System.IO.Path.Combine(_folder.FullName, "later.yaml")));

        var circle = System.IO.Path.Combine(_folder.FullName, "circle.yaml");
        File.CreateSymbolicLink(circle, "circle.yaml");
        Assert.Contains("leads nowhere", (await Assert.ThrowsAsync<FaultException>(() => AtomicFile.WriteAsync(circle, "new", Ct))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnlyOwner)]
    [InlineData(OnlyOwner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    [InlineData(OnlyOwner | UnixFileMode.UserExecute)]
    public async Task Write_keeps_the_mode(UnixFileMode mode)
    {
        File.WriteAllText(Path, "old");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, mode);

        await AtomicFile.WriteAsync(Path, "new", Ct);

        Assert.Equal("new", File.ReadAllText(Path));
        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task Write_leaves_a_protected_file_alone_and_says_so()
    {
        File.WriteAllText(Path, "old");
        File.SetAttributes(Path, FileAttributes.ReadOnly);

        var refused = await Assert.ThrowsAsync<FaultException>(() => AtomicFile.WriteAsync(Path, "new", Ct));

        Assert.Contains($"Can't write {Path}: it is write-protected.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Path));
        Assert.Single(_folder.EnumerateFiles());
        File.SetAttributes(Path, FileAttributes.Normal);
    }

    [Fact]
    public async Task Write_refuses_what_is_no_file()
    {
        Directory.CreateDirectory(Path);
        Assert.Contains("it is a folder", (await Assert.ThrowsAsync<FaultException>(() => AtomicFile.WriteAsync(Path, "new", Ct))).Message, StringComparison.Ordinal);
        Directory.Delete(Path);
        if (OperatingSystem.IsWindows()) return;

        DataFileTests.MakePipe(Path);
        Assert.Contains("a pipe or a device", (await Assert.ThrowsAsync<FaultException>(() => AtomicFile.WriteAsync(Path, "new", Ct))).Message, StringComparison.Ordinal);
        File.Delete(Path);
        File.CreateSymbolicLink(Path, "/dev/null");
        Assert.Contains("a pipe or a device", (await Assert.ThrowsAsync<FaultException>(() => AtomicFile.WriteAsync(Path, "new", Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_keeps_the_byte_order_mark()
    {
        File.WriteAllText(Path, "old", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        await AtomicFile.WriteAsync(Path, "new\r\n", Ct);

        Assert.Equal([.. Encoding.UTF8.Preamble, .. "new\r\n"u8], File.ReadAllBytes(Path));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
