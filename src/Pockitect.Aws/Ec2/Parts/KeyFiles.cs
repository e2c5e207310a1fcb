namespace Pockitect.Aws.Ec2.Parts;

/// <summary>
/// The folder of generated private keys: <c>NAME</c> and <c>NAME.pub</c> each. Existing files are never overwritten or deleted: they may be
/// the only access to a machine.
/// </summary>
internal static class KeyFiles
{
    /// <summary>Returns the public key of this name. A missing key is generated, and is on disk when this returns.</summary>
    /// <exception cref="FormatException">The file is not a private key in OpenSSH's format.</exception>
    public static async Task<string> PublicLineAsync(string folder, string name, string keyType, CancellationToken ct)
    {
        if (Path.GetFileName(name) != name) throw new ArgumentException($"'{name}' is not the name of a file.", nameof(name));

        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            CreateFolder(folder);
            // A rename that must not overwrite checks first and then renames: two concurrent ones would both find the name free.
            await using var alone = await LockAsync(folder, ct);
            if (!File.Exists(path)) await WriteAsync(path, OpenSshKey.Generate(keyType, name), ct);
        }

        // Always from disk: AWS must get the key that is stored here, even if another process was faster.
        var line = OpenSshKey.PublicLine(await File.ReadAllTextAsync(path, ct));
        if (!File.Exists(path + ".pub")) await WriteAsync(path + ".pub", $"{line} {name}\n", ct);
        return line;
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// The right to create keys in this folder, held through a lock file. The operating system releases it when its holder dies.
    /// </summary>
    private static async Task<FileStream> LockAsync(string folder, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(folder + ".lock", options);
            }
            catch (IOException) when (tries < 500)
            {
                // Another process is creating a key, which takes milliseconds.
                await Task.Delay(20, ct);
            }
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var stream = new FileStream(unfinished, options))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteAsync(text.AsMemory(), ct);
                await writer.FlushAsync(ct);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created a key with this name; that one counts.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
