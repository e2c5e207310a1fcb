using System.Text.Json;
using System.Text.Json.Serialization;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Accounts;

/// <summary>The identity that last deployed a project.</summary>
/// <param name="Identity">The identity's ID: <c>profile:dev</c>.</param>
/// <param name="Account">The twelve digits of the project's account.</param>
public sealed record ProjectIdentityChoice(
    [property: JsonPropertyName("identity"), JsonRequired] string Identity,
    [property: JsonPropertyName("account"), JsonRequired] string Account);

/// <summary>The default identity, and the identity of each project. Contains names, no secrets.</summary>
public sealed class ChosenIdentities(DataFolder folder)
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    public string Path { get; } = System.IO.Path.Combine(folder.Root, "identities.json");

    /// <summary>The ID of the default identity; null if not set.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public string? Default => Read().Default;

    /// <summary>Why nothing is remembered, with the file, the line and the fix; null if the file is readable.</summary>
    public string? Problem
    {
        get
        {
            try
            {
                Read();
                return null;
            }
            catch (FaultException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>Returns the identity of a project; null if it was never deployed.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public ProjectIdentityChoice? Of(string project) => Read().Projects.GetValueOrDefault(project);

    /// <summary>Sets the default identity; null for none.</summary>
    public Task SetDefaultAsync(string? id, CancellationToken ct) => ChangeAsync(choices => choices with { Default = id }, ct);

    public Task RememberAsync(string project, ProjectIdentityChoice choice, CancellationToken ct)
        => Of(project) == choice ? Task.CompletedTask : ChangeAsync(choices => choices.With(project, choice), ct);

    /// <summary>Forgets a deleted project.</summary>
    public Task ForgetAsync(string project, CancellationToken ct)
        => Of(project) is null ? Task.CompletedTask : ChangeAsync(choices => choices.With(project, null), ct);

    private async Task ChangeAsync(Func<Choices, Choices> change, CancellationToken ct)
    {
        // Concurrent changes by another process must not be lost.
        using var alone = await FileLock.TakeAsync(System.IO.Path.Combine(folder.Cache, "identities.lock"), ct);
        await AtomicFile.WriteAsync(Path, JsonSerializer.Serialize(change(Read()), Written), ct);
    }

    private Choices Read()
    {
        try
        {
            return DataFile.ReadText(Path) is { } text
                ? JsonSerializer.Deserialize<Choices>(text, Written) ?? new Choices()
                : new Choices();
        }
        catch (Exception e) when (DataFile.IsDamage(e))
        {
            throw new FaultException(new Fault(
                FaultKind.LocalFile,
                "Identities",
                DataFile.Damaged(
                    Path,
                    e,
                    "Fix it, or move it away: it only stores which identity each project uses. Until then, choose one with --identity.")));
        }
    }

    private sealed record Choices
    {
        [JsonPropertyName("default")]
        public string? Default { get; init; }

        [JsonPropertyName("projects")]
        public SortedDictionary<string, ProjectIdentityChoice> Projects { get; init; } = new(StringComparer.Ordinal);

        public Choices With(string project, ProjectIdentityChoice? choice)
        {
            var projects = new SortedDictionary<string, ProjectIdentityChoice>(Projects, StringComparer.Ordinal);
            if (choice is null) projects.Remove(project);
            else projects[project] = choice;
            return this with { Projects = projects };
        }
    }
}
