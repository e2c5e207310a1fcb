namespace Pockitect.Core.Commands.Bus;

/// <summary>The one wrapping of everything on the bus.</summary>
/// <param name="Id">The message's own id; a command with an id that was seen before is not done again.</param>
/// <param name="RequestId">The command that it is, or that it speaks of.</param>
/// <param name="Project">The project's slug, or null.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Data">The message.</param>
/// <param name="Version">The version of the messages' form.</param>
public sealed record Envelope(
    string Id, string RequestId, string? Project, DateTimeOffset At, Message Data, int Version = Envelope.CurrentVersion)
{
    public const int CurrentVersion = 1;

    public static Envelope Command(Command command, string? project, DateTimeOffset at)
    {
        var id = Guid.NewGuid().ToString("N");
        return new Envelope(id, id, project, at, command);
    }

    /// <summary>A part of this command: a message of its own, that speaks of it. The same part has the same id.</summary>
    public Envelope PartOf(ScanPart part) => new($"{RequestId}.{part.Part}", RequestId, Project, At, part);

    /// <summary>A status of this command.</summary>
    public Envelope Answer(Status status, DateTimeOffset at) => new(Guid.NewGuid().ToString("N"), RequestId, Project, at, status);
}
