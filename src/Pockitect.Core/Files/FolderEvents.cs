using System.Threading.Channels;
using Microsoft.Extensions.Logging;

// The only place that listens to the system's file events, which are treated as hints only.
#pragma warning disable RS0030

namespace Pockitect.Core.Files;

/// <summary>The system's events for a folder: names of files that may have changed, and null if events were lost.</summary>
internal sealed partial class FolderEvents : IDisposable
{
    private const int EventBuffer = 64 * 1024;

    private readonly string _folder;
    private readonly string _filter;
    private readonly ChannelWriter<string?> _hints;
    private readonly ILogger _log;
    private FileSystemWatcher? _system;
    private DateTime? _folderMade;
    private bool _isDeaf;

    public FolderEvents(string folder, string filter, ChannelWriter<string?> hints, ILogger log)
    {
        (_folder, _filter, _hints, _log) = (folder, filter, hints, log);
        Listen();
    }

    /// <summary>Restarts the listener if necessary: a folder that was removed and recreated raises no events for the old one.</summary>
    public void Renew()
    {
        if (_system is not null && _folderMade == MadeAt()) return;
        Dispose();
        Listen();
    }

    public void Dispose()
    {
        _system?.Dispose();
        _system = null;
    }

    private void Listen()
    {
        _folderMade = MadeAt();
        if (_folderMade is null) return;
        try
        {
            _system = new FileSystemWatcher(_folder, _filter)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = EventBuffer,
            };
            _system.Changed += OnFile;
            _system.Created += OnFile;
            _system.Deleted += OnFile;
            _system.Renamed += OnRenamed;
            _system.Error += OnError;
            _system.EnableRaisingEvents = true;
            _isDeaf = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system has no more watches, or the folder was just deleted. Polling finds all changes, a little later.
            if (!_isDeaf) LogNoEvents(e.Message, _folder);
            _isDeaf = true;
            Dispose();
        }
    }

    private DateTime? MadeAt() => new DirectoryInfo(_folder) is { Exists: true } folder ? folder.CreationTimeUtc : null;

    private void OnFile(object sender, FileSystemEventArgs e) => _hints.TryWrite(e.Name);

    private void OnRenamed(object sender, RenamedEventArgs e)
    {
        _hints.TryWrite(e.OldName);
        _hints.TryWrite(e.Name);
    }

    private void OnError(object sender, ErrorEventArgs e) => _hints.TryWrite(null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No file events for {Folder} ({Reason}); polling it every two seconds")]
    private partial void LogNoEvents(string reason, string folder);
}
