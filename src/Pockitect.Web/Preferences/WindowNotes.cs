using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Web.Preferences;

/// <summary>The window's theme.</summary>
public enum Theme
{
    /// <summary>The theme of the desktop.</summary>
    System,
    Light,
    Dark,
}

/// <summary>The progress of the tour.</summary>
/// <param name="Project">The project that was created in it; null if not created yet.</param>
/// <param name="Done">The names of completed steps.</param>
/// <param name="IsPutAway">Whether the user closed the tour.</param>
public sealed record TourNote(string? Project, IReadOnlyList<string> Done, bool IsPutAway);

/// <summary>The window's own settings. They never affect AWS.</summary>
public sealed record WindowNote
{
    [JsonConverter(typeof(JsonStringEnumConverter<Theme>))]
    public Theme Theme { get; init; }

    /// <summary>Whether single-key shortcuts such as <c>?</c> are on. They conflict with voice input.</summary>
    public bool HasSingleKeys { get; init; } = true;

    /// <summary>Null if the tour has not started.</summary>
    public TourNote? Tour { get; init; }
}

/// <summary>
/// The file <c>window.json</c> in the data folder. It is separate from <c>settings.yaml</c>, because an error there rejects every change in
/// AWS, and a theme must not do that.
/// </summary>
public sealed partial class WindowNotes
{
    public const string FileName = "window.json";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Lock _changing = new();
    private readonly ILogger<WindowNotes> _log;

    public WindowNotes(DataFolder home, ILoggerFactory logs)
    {
        Path = System.IO.Path.Combine(home.Root, FileName);
        _log = logs.CreateLogger<WindowNotes>();
        Now = Read();
    }

    /// <summary>Raised on any thread when a setting changes.</summary>
    public event Action? Changed;

    public string Path { get; }

    public WindowNote Now { get; private set; }

    /// <summary>Why settings were not read or can't be saved; null if everything works.</summary>
    public string? Problem { get; private set; }

    public void Change(Func<WindowNote, WindowNote> change)
    {
        lock (_changing)
        {
            var now = change(Now);
            if (now == Now) return;
            Now = now;
            Write(now);
        }

        Changed?.Invoke();
    }

    private WindowNote Read()
    {
        try
        {
            return DataFile.ReadText(Path) is { } text
                ? JsonSerializer.Deserialize<WindowNote>(text, Written) ?? new WindowNote()
                : new WindowNote();
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            Problem = DataFile.Damaged(Path, e, "The window uses default settings. The next change writes the file again.");
            LogUnread(Path, e);
            return new WindowNote();
        }
    }

    private void Write(WindowNote note)
    {
        try
        {
            AtomicFile.Write(Path, JsonSerializer.Serialize(note, Written));
            Problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
        {
            Problem = $"Can't write {Path}: {e.Message} Your changes last until the app exits.";
            LogUnwritten(Path, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't read {File}; using default settings")]
    private partial void LogUnread(string file, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't write {File}")]
    private partial void LogUnwritten(string file, Exception e);
}
