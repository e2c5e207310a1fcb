using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Resources;

namespace Pockitect.Core.Journals;

/// <summary>
/// A line of a journal as text: the entry as JSON, whose last property is a checksum of the preceding text. Without it, a changed letter in
/// an ID would go unnoticed.
/// </summary>
internal static partial class JournalLine
{
    private const string Remedy = "Move the file away; `pockitect recover` finds existing resources by their tags.";

    private static readonly JsonSerializerOptions Json = new(SpecJson.Options) { RespectNullableAnnotations = true };

    // A line without a checksum must not have a property that could be a damaged checksum.
    private static readonly JsonSerializerOptions JsonWithoutSum = new(Json)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Write(JournalEntry entry)
    {
        var text = JsonSerializer.Serialize(entry, Json)[..^1];
        return $"{text},\"sum\":\"{SumOf(text)}\"}}";
    }

    /// <summary>Reads a line. Lines of an earlier version have no checksum.</summary>
    /// <exception cref="FaultException">The line is damaged, or was written by a newer version.</exception>
    public static JournalEntry Read(string line, string path, int number)
    {
        var sum = Sum().Match(line);
        var isWhole = sum.Success && SumOf(line[..sum.Index]) == sum.Groups[1].Value;
        var text = sum.Success ? line[..sum.Index] + "}" : line;
        try
        {
            if (VersionOf(text) is var version && version > JournalEntry.CurrentVersion && (isWhole || !sum.Success))
            {
                throw new FaultException(new Fault(
                    FaultKind.LocalFile,
                    "NewerJournal",
                    $"{path}:{number}: this line was written by a newer Pockitect (version {version} of the journal; this one reads "
                        + $"{JournalEntry.CurrentVersion}). Update Pockitect."));
            }

            if (sum.Success && !isWhole) throw new FormatException("wrong checksum");
            var entry = JsonSerializer.Deserialize<JournalEntry>(text, sum.Success ? Json : JsonWithoutSum)
                ?? throw new FormatException("null is not an entry");
            return Problem(entry) is { } problem ? throw new FormatException(problem) : entry;
        }
        catch (Exception e) when (DataFile.IsDamage(e) && e is not FaultException)
        {
            throw Damaged(path, number, DataFile.Reason(e));
        }
    }

    public static FaultException Damaged(string path, int number, string reason) =>
        new(new Fault(FaultKind.LocalFile, "DamagedJournal", $"{path}:{number}: this line is damaged ({reason}). {Remedy}"));

    private static int? VersionOf(string text) =>
        JsonNode.Parse(text) is JsonObject line ? line["v"]?.GetValue<int>() : throw new FormatException("not a JSON object");

    /// <summary>Returns what an entry lacks. Nulls are not written, so parsing alone doesn't find missing parts.</summary>
    private static string? Problem(JournalEntry entry) => entry switch
    {
        Began began
            when began.Operation is null
                || began.Steps is null
                || began.Before is null
                || began.Options is null
                || began.AccountId is null =>
            "it lacks a part",
        Began began when !Enum.IsDefined(began.Operation.Kind) || began.Operation.Project is null || began.Operation.ProjectId is null =>
            "it has an invalid operation",
        Began began when began.Operation.Id is null || !Id().IsMatch(began.Operation.Id) => "its operation has an invalid ID",
        Began began when began.Steps.Any(step => step is not { Id: not null, LogicalId: not null } || !Enum.IsDefined(step.Kind)) =>
            "it has an invalid step",
        Began began when began.Before.Any(row => row is null) => "it has an invalid resource",
        Intended { Step: not null, Type: not null, Region: not null, LogicalId: not null } intended =>
            Enum.IsDefined(intended.Kind) ? null : "it has a step of an unknown kind",
        Made { Step: not null, Id: not null } or Done { Step: not null } or StepFailed { Step: not null } => null,
        Intended or Made or Done or StepFailed => "it lacks a part",
        Ended ended when !Enum.IsDefined(ended.Outcome) => "it has an unknown outcome",
        _ => null,
    };

    private static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    [GeneratedRegex("""
        ,"sum":"([^"]*)"\}\z
        """, RegexOptions.RightToLeft)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z-]{0,79}\z")]
    private static partial Regex Id();
}
