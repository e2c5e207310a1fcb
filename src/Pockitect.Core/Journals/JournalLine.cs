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
/// One line of a journal as text: the entry as JSON, with a checksum of the preceding text as its last property. A changed
/// letter in an id would otherwise still be a line, and would be acted upon.
/// </summary>
internal static partial class JournalLine
{
    private const string Remedy = "Move the file away; `pockitect recover` finds what exists by its tags.";

    private static readonly JsonSerializerOptions json = new(SpecJson.Options) { RespectNullableAnnotations = true };

    // A line without a checksum has no property that only a damaged name of the checksum could be.
    private static readonly JsonSerializerOptions jsonWithoutSum = new(json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static string Write(JournalEntry entry)
    {
        var text = JsonSerializer.Serialize(entry, json)[..^1];
        return $"{text},\"sum\":\"{SumOf(text)}\"}}";
    }

    /// <summary>Reads a line; one of an earlier version has no checksum.</summary>
    /// <exception cref="FaultException">It is damaged, or was written by a newer version.</exception>
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
                    FaultKind.LocalFile, "NewerJournal", $"{path}:{number}: this line was written by a newer Pockitect (version {version} of the journal; this one reads {JournalEntry.CurrentVersion}). Update Pockitect."));
            }

            if (sum.Success && !isWhole) throw new FormatException("its checksum differs, so something else changed it");
            var entry = JsonSerializer.Deserialize<JournalEntry>(text, sum.Success ? json : jsonWithoutSum) ?? throw new FormatException("null is no entry");
            return Problem(entry) is { } problem ? throw new FormatException(problem) : entry;
        }
        catch (Exception e) when (DataFile.IsDamage(e) && e is not FaultException)
        {
            throw Damaged(path, number, DataFile.Reason(e));
        }
    }

    public static FaultException Damaged(string path, int number, string reason) =>
        new(new Fault(FaultKind.LocalFile, "DamagedJournal", $"{path}:{number}: this line is damaged ({reason}). {Remedy}"));

    private static int? VersionOf(string text) => JsonNode.Parse(text) is JsonObject line ? line["v"]?.GetValue<int>() : throw new FormatException("it is no JSON object");

    /// <summary>Says what an entry lacks; nulls are not written, so a missing part can't be told from one by reading alone.</summary>
    private static string? Problem(JournalEntry entry) => entry switch
    {
        Began began when began.Operation is null || began.Steps is null || began.Before is null || began.Options is null || began.AccountId is null => "it lacks a part",
        Began began when !Enum.IsDefined(began.Operation.Kind) || began.Operation.Project is null || began.Operation.ProjectId is null => "it has an invalid operation",
        Began began when began.Operation.Id is null || !Id().IsMatch(began.Operation.Id) => "its operation has no valid id",
        Began began when began.Steps.Any(step => step is not { Id: not null, LogicalId: not null } || !Enum.IsDefined(step.Kind)) => "it has an invalid step",
        Began began when began.Before.Any(row => row is null) => "it has an invalid resource",
        Intended { Step: not null, Type: not null, Region: not null, LogicalId: not null } intended => Enum.IsDefined(intended.Kind) ? null : "it has a step of no known kind",
        Made { Step: not null, Id: not null } or Done { Step: not null } or StepFailed { Step: not null } => null,
        Intended or Made or Done or StepFailed => "it lacks a part",
        Ended ended when !Enum.IsDefined(ended.Outcome) => "it has no known outcome",
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
