namespace Pockitect.Core.Commands.Bus;

/// <summary>The envelope of every bus message.</summary>
/// <param name="Id">The message's ID. A command with a known ID is not executed again.</param>
/// <param name="RequestId">The command's ID, in the command and in its statuses.</param>
/// <param name="Project">The project's slug, or null.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Data">The message.</param>
/// <param name="Version">The version of the message format.</param>
public sealed record Envelope(
    string Id, string RequestId, string? Project, DateTimeOffset At, Message Data, int Version = Envelope.CurrentVersion)
{
    public const int CurrentVersion = 1;

    public static Envelope Command(Command command, string? project, DateTimeOffset at)
    {
        var id = Guid.NewGuid().ToString("N");
        return new Envelope(id, id, project, at, command);
    }

    /// <summary>Creates the message for a part of this command. The same part always has the same ID.</summary>
    public Envelope PartOf(ScanPart part) => new($"{RequestId}.{part.Part}", RequestId, Project, At, part);

    /// <summary>Creates a status of this command.</summary>
    public Envelope Answer(Status status, DateTimeOffset at) => new(Guid.NewGuid().ToString("N"), RequestId, Project, at, status);
}
