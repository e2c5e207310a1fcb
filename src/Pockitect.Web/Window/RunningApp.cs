using System.Security.Cryptography;
using System.Text.Json;
using Pockitect.Aws.Clients;
using Pockitect.Core.Files;
using Pockitect.Web.Security;

namespace Pockitect.Web.Window;

/// <summary>
/// The single app instance of a data folder. A second start finds it through a file that only this user can read, and asks it to show its
/// window.
/// </summary>
public sealed class RunningApp : IDisposable
{
    internal const string SecretHeader = "X-Pockitect-Instance";
    internal const string WindowPath = "/instance/window";
    internal const string LinkPath = "/instance/link";

    private const string FileName = "app.json";

    private readonly FileStream _lock;
    private readonly string _file;

    private RunningApp(FileStream @lock, string file)
    {
        _lock = @lock;
        _file = file;
    }

    /// <summary>The secret that a second start must present; new at every start.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Becomes the app instance of this folder.</summary>
    /// <returns>Null if another process is.</returns>
    public static RunningApp? TryBecome(DataFolder folder)
    {
        var place = Place(folder);
        try
        {
            // The system releases the lock when its holder dies, in any way.
            return new RunningApp(
                new FileStream(Path.Combine(place, "app.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None),
                Path.Combine(place, FileName));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Publishes the app's address.</summary>
    public void Announce(AppAddress address)
    {
        File.Delete(_file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(_file, options);
        JsonSerializer.Serialize(file, new Note(Environment.ProcessId, address.Host, address.Port, Secret));
    }

    /// <summary>Asks the running app to open a window.</summary>
    /// <returns>Null if it doesn't respond; empty if it can't open a window.</returns>
    public static Task<string?> ShowAsync(DataFolder folder, CancellationToken ct) => AskAsync(folder, WindowPath, ct);

    /// <summary>Asks the running app for a new link.</summary>
    /// <returns>Null if it doesn't respond.</returns>
    public static Task<string?> LinkAsync(DataFolder folder, CancellationToken ct) => AskAsync(folder, LinkPath, ct);

    public void Dispose()
    {
        File.Delete(_file);
        _lock.Dispose();
    }

    private static async Task<string?> AskAsync(DataFolder folder, string path, CancellationToken ct)
    {
        if (Read(Path.Combine(Place(folder), FileName)) is not { } note) return null;
        using var http = LoopbackHttp.Create(TimeSpan.FromSeconds(5));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{note.Port}{path}"));
        request.Headers.Host = $"{note.Host}:{note.Port}";
        request.Headers.Add("Origin", $"http://{note.Host}:{note.Port}");
        request.Headers.Add(SecretHeader, note.Secret);
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(ct) : null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // The file outlived its process, or the app is starting or exiting.
            return null;
        }
    }

    private static Note? Read(string path)
    {
        try
        {
            return DataFile.ReadText(path) is { } text
                && JsonSerializer.Deserialize<Note>(text) is { Host.Length: > 0, Secret.Length: > 0, Port: > 0 and < 65536 } note
                ? note
                : null;
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            return null;
        }
    }

    private static string Place(DataFolder folder)
    {
        var place = Path.Combine(folder.Root, "run");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(place);
        else Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return place;
    }

    private sealed record Note(int ProcessId, string Host, int Port, string Secret);
}
