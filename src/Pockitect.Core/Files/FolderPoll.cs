using Pockitect.Core.Hosting;

namespace Pockitect.Core.Files;

/// <summary>How often a watched folder is polled, in addition to file events.</summary>
internal static class FolderPoll
{
    /// <summary>Finds changes whose event was lost.</summary>
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(2);

    /// <summary>Without file events.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(400);

    // Changes by other computers raise no events here.
    private static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "fuse",
        "fuseblk",
        "fuse.sshfs",
        "vboxsf",
        "prl_fs",
        "v9fs",
        "ceph",
        "glusterfs",
        "virtiofs",
    };

    /// <summary>Whether the system's events are reliable for a folder; <c>POCKITECT_POLL=1</c> turns them off.</summary>
    public static bool HasEvents(string folder)
    {
        if (EnvironmentSwitch.Read(Environment.GetEnvironmentVariable(EnvironmentSwitch.Poll)) ?? true) return false;
        try
        {
            var drive = DriveInfo.GetDrives()
                .Where(drive => IsOn(folder, drive.RootDirectory.FullName))
                .MaxBy(drive => drive.RootDirectory.FullName.Length);
            return drive is null || (drive.DriveType is not DriveType.Network && !Shared.Contains(drive.DriveFormat));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A drive of unknown type is not reliable.
            return false;
        }
    }

    public static TimeSpan PauseFor(bool hasEvents) => hasEvents ? Beside : Alone;

    private static bool IsOn(string folder, string root) =>
        folder.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || folder == root;
}
