using System.Threading.Channels;
using Microsoft.Extensions.Logging;

// This is the one place that listens to the system, and it takes what it hears for a hint only.
#pragma warning disable RS0030

namespace Pockitect.Core.Files;

/// <summary>What the system tells of a folder's files: names of those that may have changed, and a null where it lost some.</summary>
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

    /// <summary>Listens anew where that is needed: a folder that was removed and made again raises no events for who listened to the first.</summary>
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
            // The system has no more watches to give, or the folder went in this moment: looking finds all, a little later.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The system tells of no changes in {Folder} ({Reason}); it is looked at every two seconds")]
    private partial void LogNoEvents(string reason, string folder);
}
