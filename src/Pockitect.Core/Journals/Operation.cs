using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Pockitect.Core.Files;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Values;

namespace Pockitect.Core.Journals;

public enum OperationKind
{
    Deploy,
    Terminate,
    PowerOn,
    PowerOff,

    /// <summary>Undoes another operation.</summary>
    Undo,
}

/// <summary>A deploy, delete or power change, from start to end, over all its attempts.</summary>
/// <param name="Id">The operation's ID, which everything it creates carries as a tag.</param>
/// <param name="Project">The project's slug; empty for a selection without a project.</param>
/// <param name="ProjectId">The project's ID; empty for a selection without a project.</param>
public sealed record Operation(string Id, OperationKind Kind, string Project, string ProjectId)
{
    private const string TimeFormat = "yyyyMMdd-HHmmssfff";
    private const int TimeLength = 18;

    /// <summary>The folder of the journals of selection deletes, among those of projects. Project names have no underscore.</summary>
    public const string Selections = DataFolder.Selections;

    /// <summary>The operation that an undo reverts; null for all others.</summary>
    public string? Of { get; init; }

    /// <summary>Whether it deletes selected resources and belongs to no project.</summary>
    [JsonIgnore]
    public bool IsOfSelection => Project.Length == 0;

    /// <summary>The folder of its journals: the project, or <see cref="Selections"/>.</summary>
    [JsonIgnore]
    public string JournalPlace => IsOfSelection ? Selections : Project;

    /// <summary>The name to resume or keep it: the project, or the operation's ID.</summary>
    [JsonIgnore]
    public string Handle => IsOfSelection ? Id : Project;

    /// <summary>The lock that a running operation holds.</summary>
    public static string LockOf(Operation operation) => operation.IsOfSelection ? $"{Selections}/{operation.Id}" : operation.Project;

    /// <summary>Returns a unique ID that sorts by time.</summary>
    public static string NewId(DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        return $"{time}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
    }

    /// <summary>Returns a unique ID that sorts after another one, whatever the clock says.</summary>
    public static string NewIdAfter(string earlier, DateTimeOffset now)
    {
        var isOurs = DateTimeOffset.TryParseExact(
            earlier.Length > TimeLength ? earlier[..TimeLength] : "",
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at);
        if (!isOurs) return $"{earlier}-{NewId(now)}";
        return NewId(at.AddMilliseconds(1));
    }

    /// <summary>Returns how a step creates its resource: the same in every attempt, also after a crash or a lost answer.</summary>
    /// <param name="step">The step. Its token differs if it replaces a failed resource of an earlier attempt.</param>
    /// <param name="spec">The settings. Other settings get another token, because AWS rejects a token with other parameters.</param>
    /// <param name="refusals">
    /// How often AWS refused to create it. Each refusal leads to another token, because AWS remembers tokens that it refused for lack of
    /// capacity, or whose instance is terminated. The name stays the same.
    /// </param>
    public Creation CreationOf(Step step, Spec spec, int refusals = 0)
    {
        var logicalId = step.LogicalId;
        var first = Hash($"{Id}/{ProjectId}/{step.Id}/{step.InsteadOf}/{Hash(SpecJson.Write(spec).ToJsonString())}")[..40];
        var tags = new Dictionary<string, string>(spec.Tags ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [OwnershipTags.Project] = Project,
            [OwnershipTags.ProjectId] = ProjectId,
            [OwnershipTags.Resource] = logicalId,
            [OwnershipTags.Operation] = Id,
        };
        var token = refusals == 0 ? first : Hash($"{first}/{refusals}")[..40];
        return new Creation(token, tags, step.Name ?? GeneratedName.Of(Project, logicalId, first));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
