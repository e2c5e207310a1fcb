using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Core.Files;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Commands.Bus;

/// <summary>Validates messages from other processes.</summary>
internal static partial class MessageRules
{
    private const int MostIds = 1000;
    private const int MostRows = 10_000;
    private const int LongestText = 64 * 1024;

    /// <summary>Returns what is wrong with a message; null if it is valid.</summary>
    public static string? Problem(Envelope envelope, Catalog catalog) =>
        !Id().IsMatch(envelope.Id) || !Id().IsMatch(envelope.RequestId) ? "Invalid message ID."
        : envelope.Version != Envelope.CurrentVersion ? "The version of the content differs from the header."
        : envelope.Project is { } project && !ProjectNames.IsValid(project) ? "Invalid project name."
        : envelope.Data switch
        {
            Command { Confirmation.Length: > 256 } => "The confirmation is too long.",
            Command { Blueprint: { } blueprint } when Problem(blueprint) is { } wrong => wrong,
            Resume { OperationId: { } id } when !Id().IsMatch(id) || envelope.Project is not null =>
                "Invalid operation ID of selected resources.",
            Keep { OperationId: { } id } =>
                Id().IsMatch(id) && envelope.Project is null ? null : "Invalid operation ID of selected resources.",
            Resume { OperationId: not null } selection => OfFingerprint(selection.Fingerprint),
            Command and (Deploy or Power or Resume or Undo or Keep or ProjectUpdated) when envelope.Project is null =>
                "The project name is missing.",
            Deploy deploy => OfFingerprint(deploy.Fingerprint),
            Resume resume => OfFingerprint(resume.Fingerprint),
            Undo undo => OfFingerprint(undo.Fingerprint),
            Terminate terminate => OfFingerprint(terminate.Fingerprint) ?? OfSelection(terminate.Selection),
            ScanAllRegions scan => OfScan(scan.Request, catalog),
            ScanPart part =>
                part.Parts is < 1 or > 1000 || !Id().IsMatch(part.Part) ? "Invalid part of a scan." : OfScan(part.Request, catalog),
            Cancel cancel => Id().IsMatch(cancel.TargetRequestId) ? null : "Invalid ID of the command to cancel.",
            Progress progress =>
                progress.Step < 0 || progress.Total < progress.Step || progress.Elapsed < TimeSpan.Zero
                    ? "Invalid progress: the step must be between 0 and the total, and the elapsed time positive."
                    : null,
            ScanRows { Look.Length: > 100 } or ScanRows { Number: < 0 } => "Invalid scan chunk.",
            ScanRows rows =>
                rows.Chunk.Resources.Count > MostRows || catalog.Find(rows.Chunk.Type) is null
                    ? "Unknown resource type, or too many rows."
                    : null,
            ProjectStatusChanged { Status: var status } =>
                !ProjectNames.IsValid(status.Project) || status.Resources.Count > MostRows
                    ? "Invalid project name, or too many resources."
                    : null,
            Completed { Summary.Length: > LongestText } or Failed { Reason.Length: > LongestText } => "The message text is too long.",
            _ => null,
        };

    private static string? Problem(SentBlueprint blueprint) =>
        Encoding.UTF8.GetByteCount(blueprint.Text) > SentBlueprint.MaxBytes
        ? $"The blueprint is longer than {SentBlueprint.MaxBytes} bytes."
        : SentBlueprint.HashOf(blueprint.Text) != blueprint.Sha256 ? "The blueprint was changed in transit: its hash differs."
        : null;

    private static string? OfFingerprint(string text) => Fingerprint().IsMatch(text) ? null : "Invalid plan fingerprint.";

    private static string? OfSelection(ResourceSelection? selection) => selection is null ? null
        : selection.Region != Place.GlobalRegion && !Region().IsMatch(selection.Region) ? "Invalid Region."
        : selection.Ids.Count is 0 or > MostIds
            || selection.Ids.Any(id => id.Length is 0 or > 512) ? $"No resources, or more than {MostIds}."
        : null;

    private static string? OfScan(ScanRequest request, Catalog catalog) =>
        request.Regions is { Count: > 100 } || request.Regions?.Any(region => !Region().IsMatch(region)) is true ? "Invalid Region."
        : request.Types?.FirstOrDefault(type => catalog.Find(type) is null) is { } unknown
            ? $"Unknown resource type '{(unknown.Length > 80 ? "…" : unknown)}'. Update this worker."
            : null;

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.-]{0,99}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-[0-9]{1,2}\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"\A[0-9a-f]{8,64}\z")]
    private static partial Regex Fingerprint();
}
