using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pockitect.Aws.Clients;
using Pockitect.Cli.Interaction;
using Pockitect.Web.Window;

namespace Pockitect.Cli.Doctor;

/// <summary>Checks this computer: runtime, data folder, browser.</summary>
internal static class ComputerChecks
{
    /// <summary>With less space than this, a journal or an inventory may not fit.</summary>
    private const long LeastSpace = 200L << 20;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        ct.ThrowIfCancellationRequested();
        yield return Versions();
        yield return Folder(invocation);
        if (!OperatingSystem.IsWindows())
        {
            yield return Rights(invocation);
            yield return Keys(invocation);
        }

        yield return Space(invocation.Folder.Root, new DriveInfo(invocation.Folder.Root).AvailableFreeSpace);
        yield return Browser(Browsers.Find(invocation.HostEnvironment.Variable));
    }

    /// <summary>Checks the free disk space.</summary>
    public static Check Space(string folder, long free) => free >= LeastSpace
        ? new Check("disk", Health.Good, $"{free >> 20:N0} MiB free for {folder}")
        : new Check(
            "disk",
            Health.Broken,
            $"only {free >> 20:N0} MiB free for {folder}",
            "Free some space: a journal that can't be written stops every change.");

    private static Check Versions()
    {
        var own =
            Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return new Check(
            "versions",
            Health.Good,
            $"Pockitect {own}, .NET {Environment.Version}, AWS SDK {AwsClients.SdkVersion}, {RuntimeInformation.RuntimeIdentifier}");
    }

    private static Check Folder(Invocation invocation)
    {
        try
        {
            var folder = invocation.Folder;
            var trial = Path.Combine(folder.Cache, $"doctor-{Guid.NewGuid():N}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            return new Check("data folder", Health.Good, folder.Root);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return new Check("data folder", Health.Broken, e.Message, "Make the folder writable, or set POCKITECT_HOME to another folder.");
        }
    }

    private static Check Rights(Invocation invocation)
    {
        var root = invocation.Folder.Root;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(root) & Others) == 0
            ? new Check("rights", Health.Good, $"only you can read {root}")
            : new Check(
                "rights",
                Health.Broken,
                $"{root} is readable by other users, and journals and inventories describe your account",
                $"chmod 700 '{root}'");
    }

    private static Check Keys(Invocation invocation)
    {
        var open = Directory.EnumerateFiles(invocation.Folder.Keys).Prepend(invocation.Folder.Keys)
            .Where(path =>
                !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            .ToList();
        return open.Count == 0
            ? new Check("private keys", Health.Good, $"only you can read {invocation.Folder.Keys}")
            : new Check(
                "private keys", Health.Broken, $"others can read {string.Join(", ", open)}", $"chmod -R go-rwx '{invocation.Folder.Keys}'");
    }

    private static Check Browser(string? found) => found is not null
        ? new Check("browser", Health.Good, $"{found} can show the app's window")
        : new Check(
            "browser",
            Health.Missing,
            "no Chrome, Edge, Chromium or Brave found; only the app's own window needs one",
            "Install one of them, but not as a snap or flatpak: these can't use the app's profile.");
}
