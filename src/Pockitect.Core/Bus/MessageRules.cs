using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Inventory;
using Pockitect.Core.Projection;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Bus;

/// <summary>The bounds that a message from elsewhere has to keep to.</summary>
internal static partial class MessageRules
{
    private const int MostIds = 1000;
    private const int MostRows = 10_000;
    private const int LongestText = 64 * 1024;

    /// <summary>What is wrong with a message; null when nothing is.</summary>
    public static string? Problem(Envelope envelope, Catalog catalog) =>
        !Id().IsMatch(envelope.Id) || !Id().IsMatch(envelope.RequestId) ? "Its id is none."
        : envelope.Version != Envelope.CurrentVersion ? "It is of another version than it says."
        : envelope.Project is { } project && !Names.IsName(project) ? "Its project's name is none."
        : envelope.Data switch
        {
            Command { Confirmation.Length: > 256 } => "What was typed to confirm it is too long.",
            Command { Blueprint: { } blueprint } when Problem(blueprint) is { } wrong => wrong,
            Resume { OperationId: { } id } when !Id().IsMatch(id) || envelope.Project is not null => "It names no operation of selected resources.",
            Keep { OperationId: { } id } => Id().IsMatch(id) && envelope.Project is null ? null : "It names no operation of selected resources.",
            Resume { OperationId: not null } selection => OfFingerprint(selection.Fingerprint),
            Command and (Deploy or Power or Resume or Undo or Keep or ProjectUpdated) when envelope.Project is null => "It is about a project, and names none.",
            Deploy deploy => OfFingerprint(deploy.Fingerprint),
            Resume resume => OfFingerprint(resume.Fingerprint),
            Undo undo => OfFingerprint(undo.Fingerprint),
            Terminate terminate => OfFingerprint(terminate.Fingerprint) ?? OfSelection(terminate.Selection),
            ScanAllRegions scan => OfScan(scan.Request, catalog),
            ScanPart part => part.Parts is < 1 or > 1000 || !Id().IsMatch(part.Part) ? "It is no part of a scan." : OfScan(part.Request, catalog),
            Cancel cancel => Id().IsMatch(cancel.TargetRequestId) ? null : "The id of the command to stop is none.",
            Progress progress => progress.Step < 0 || progress.Total < progress.Step || progress.Elapsed < TimeSpan.Zero ? "Its progress makes no sense." : null,
            ScanRows { Look.Length: > 100 } or ScanRows { Number: < 0 } => "It is not a chunk of a scan.",
            ScanRows rows => rows.Chunk.Resources.Count > MostRows || catalog.Find(rows.Chunk.Type) is null ? "It has rows of a type that is not known, or too many." : null,
            ProjectStatus status => !Names.IsName(status.Project) || status.Resources.Count > MostRows ? "It is no project's status, or has too many resources." : null,
            Completed { Summary.Length: > LongestText } or Failed { Reason.Length: > LongestText } => "Its words are too long.",
            _ => null,
        };

    private static string? Problem(SentBlueprint blueprint) =>
        Encoding.UTF8.GetByteCount(blueprint.Text) > SentBlueprint.MaxBytes ? $"Its blueprint is longer than {SentBlueprint.MaxBytes} bytes."
        : SentBlueprint.HashOf(blueprint.Text) != blueprint.Sha256 ? "Its blueprint is not the one that was sent: the hash differs."
        : null;

    private static string? OfFingerprint(string text) => Fingerprint().IsMatch(text) ? null : "The fingerprint of its plan is none.";

    private static string? OfSelection(ResourceSelection? selection) => selection is null ? null
        : selection.Region != Place.GlobalRegion && !Region().IsMatch(selection.Region) ? "Its Region is none."
        : selection.Ids.Count is 0 or > MostIds || selection.Ids.Any(id => id.Length is 0 or > 512) ? $"It names no resources, or more than {MostIds}."
        : null;

    private static string? OfScan(ScanRequest request, Catalog catalog) =>
        request.Regions is { Count: > 100 } || request.Regions?.Any(region => !Region().IsMatch(region)) is true ? "It names Regions that are none."
        : request.Types?.FirstOrDefault(type => catalog.Find(type) is null) is { } unknown ? $"It names the type '{(unknown.Length > 80 ? "…" : unknown)}', which this version does not know."
        : null;

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z.-]{0,99}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-[0-9]{1,2}\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"\A[0-9a-f]{8,64}\z")]
    private static partial Regex Fingerprint();
}
