using System.Security.Cryptography;
using System.Text;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Execution;

public enum OperationKind
{
    Deploy,
    Terminate,
    PowerOn,
    PowerOff,

    /// <summary>Takes back what another operation did.</summary>
    Undo,
}

/// <summary>One deploy, delete or change of power, from its start to its end, over as many attempts as it takes.</summary>
/// <param name="Id">Its own id, which all that it makes carries as a tag.</param>
/// <param name="Project">The project's slug; empty for a selection that is no project's.</param>
/// <param name="ProjectId">The project's id; empty for a selection that is no project's.</param>
public sealed record Operation(string Id, OperationKind Kind, string Project, string ProjectId)
{
    /// <summary>The operation that an undo takes back; null for all others.</summary>
    public string? Of { get; init; }

    /// <summary>An id that sorts by time and that no other operation has.</summary>
    public static string NewId(DateTimeOffset at) => $"{at.UtcDateTime:yyyyMMdd-HHmmssfff}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";

    /// <summary>How a step of this operation creates its resource: the same at every attempt, also after a crash.</summary>
    /// <param name="step">The step; what it takes the place of, and so its token, differs when an earlier attempt's resource failed.</param>
    /// <param name="spec">What is created: another wish is another token, as AWS refuses a token with other parameters.</param>
    public Creation CreationOf(Step step, Spec spec)
    {
        var logicalId = step.LogicalId;
        var token = Hash($"{Id}/{ProjectId}/{step.Id}/{step.InsteadOf}/{Hash(SpecJson.Write(spec).ToJsonString())}")[..40];
        var tags = new Dictionary<string, string>(spec.Tags ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [OwnershipTags.Project] = Project,
            [OwnershipTags.ProjectId] = ProjectId,
            [OwnershipTags.Resource] = logicalId,
            [OwnershipTags.Operation] = Id,
        };
        return new Creation(token, tags, step.Name ?? MadeUpName.Of(Project, logicalId, token));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
