using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Pockitect.Web.Security;

/// <summary>Closes connections from other users of this computer. Only Linux reports the user of a connection.</summary>
internal sealed partial class PeerUser(ILogger<PeerUser> log)
{
    private const string Table = "/proc/net/tcp";
    private const int LocalColumn = 1;
    private const int UserColumn = 7;

    private readonly uint _self = OperatingSystem.IsLinux() ? GetUserId() : 0;

    public async Task HandleAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (OperatingSystem.IsLinux() && connection.RemoteEndPoint is IPEndPoint peer && UserOf(peer) is { } user && user != _self)
        {
            LogStranger(user);
            connection.Abort();
            return;
        }

        await next(connection);
    }

    /// <summary>Returns the user of the socket's other end; null if the system doesn't report it.</summary>
    private static uint? UserOf(IPEndPoint peer)
    {
        if (peer.Address.MapToIPv4() is var address && !File.Exists(Table)) return null;
        // The kernel's format: the address in native byte order, then the port.
        var desired = string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(address.GetAddressBytes()):X8}:{peer.Port:X4}");
        foreach (var line in File.ReadLines(Table).Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > UserColumn
                && columns[LocalColumn] == desired
                && uint.TryParse(columns[UserColumn], CultureInfo.InvariantCulture, out var user))
                return user;
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUserId();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed a connection from another user of this computer ({User})")]
    private partial void LogStranger(uint user);
}
