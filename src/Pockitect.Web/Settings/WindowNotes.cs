using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Pockitect.Core;
using Pockitect.Core.Execution;

namespace Pockitect.Web.Settings;

/// <summary>Which colours the window has.</summary>
public enum Theme
{
    /// <summary>Those of the person's desktop.</summary>
    System,
    Light,
    Dark,
}

/// <summary>How far a person has come in the tour.</summary>
/// <param name="Project">The project that they made in it; null before that.</param>
/// <param name="Done">The names of the steps that have happened.</param>
/// <param name="IsPutAway">They have closed it.</param>
public sealed record TourNote(string? Project, IReadOnlyList<string> Done, bool IsPutAway);

/// <summary>What the window remembers of how a person likes it. Nothing that is done to AWS depends on it.</summary>
public sealed record WindowNote
{
    [JsonConverter(typeof(JsonStringEnumConverter<Theme>))]
    public Theme Theme { get; init; }

    /// <summary>Single keys such as <c>?</c> do something; they get into the way of who speaks to the computer.</summary>
    public bool HasSingleKeys { get; init; } = true;

    /// <summary>Null as long as the tour was never begun.</summary>
    public TourNote? Tour { get; init; }
}

/// <summary>
/// The file <c>window.json</c> of the data folder. It is not part of <c>settings.yaml</c>: what cannot be read there forbids every
/// change in AWS, and a colour must never do that.
/// </summary>
public sealed partial class WindowNotes
{
    public const string FileName = "window.json";

    private static readonly JsonSerializerOptions written = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    private readonly Lock _changing = new();
    private readonly ILogger<WindowNotes> _log;

    public WindowNotes(DataFolder home, ILoggerFactory logs)
    {
        Path = System.IO.Path.Combine(home.Root, FileName);
        _log = logs.CreateLogger<WindowNotes>();
        Now = Read();
    }

    /// <summary>Something is remembered otherwise now. From any thread.</summary>
    public event Action? Changed;

    public string Path { get; }

    public WindowNote Now { get; private set; }

    /// <summary>Why what was remembered is not, or is not for long; null where nothing is wrong.</summary>
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
            return DataFile.ReadText(Path) is { } text ? JsonSerializer.Deserialize<WindowNote>(text, written) ?? new WindowNote() : new WindowNote();
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            Problem = DataFile.Damaged(Path, e, "The window starts with its usual settings; the next change writes the file again.");
            LogUnread(Path, e);
            return new WindowNote();
        }
    }

    private void Write(WindowNote note)
    {
        try
        {
            AtomicFile.Write(Path, JsonSerializer.Serialize(note, written));
            Problem = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FaultException)
        {
            Problem = $"{Path} can't be written: {e.Message} Your changes are remembered until the app ends.";
            LogUnwritten(Path, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be read; it is begun anew")]
    private partial void LogUnread(string file, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} cannot be written")]
    private partial void LogUnwritten(string file, Exception e);
}
