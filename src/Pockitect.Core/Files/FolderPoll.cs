using Pockitect.Core.Hosting;

namespace Pockitect.Core.Files;

/// <summary>How often a watched folder is looked at as a whole, beside what the system tells of it.</summary>
internal static class FolderPoll
{
    /// <summary>So that an event which the system loses is noticed all the same.</summary>
    private static readonly TimeSpan beside = TimeSpan.FromSeconds(2);

    /// <summary>Where nobody tells of changes.</summary>
    private static readonly TimeSpan alone = TimeSpan.FromMilliseconds(400);

    // Other computers change what is on these, and their changes raise no event here.
    private static readonly HashSet<string> shared = new(StringComparer.OrdinalIgnoreCase)
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "9p", "fuse", "fuseblk", "fuse.sshfs", "vboxsf", "prl_fs", "v9fs", "ceph", "glusterfs", "virtiofs",
    };

    /// <summary>Whether the system's events can be relied on for a folder; <c>POCKITECT_POLL=1</c> turns them off.</summary>
    public static bool HasEvents(string folder)
    {
        if (EnvironmentSwitch.Read(Environment.GetEnvironmentVariable(EnvironmentSwitch.Poll)) ?? true) return false;
        try
        {
            var drive = DriveInfo.GetDrives()
                .Where(drive => IsOn(folder, drive.RootDirectory.FullName))
                .MaxBy(drive => drive.RootDirectory.FullName.Length);
            return drive is null || (drive.DriveType is not DriveType.Network && !shared.Contains(drive.DriveFormat));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A drive that does not tell of itself is not to be relied on.
            return false;
        }
    }

    public static TimeSpan PauseFor(bool hasEvents) => hasEvents ? beside : alone;

    private static bool IsOn(string folder, string root) =>
        folder.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || folder == root;
}
