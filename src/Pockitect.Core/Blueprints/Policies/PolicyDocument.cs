using System.Globalization;
using System.Text;
using System.Text.Json;
using Pockitect.Core.Text;

namespace Pockitect.Core.Blueprints.Policies;

/// <summary>The use of a policy document, which decides what it may contain.</summary>
public enum PolicyKind
{
    /// <summary>The permissions of a role.</summary>
    Identity,

    /// <summary>Who may assume a role.</summary>
    Trust,

    /// <summary>Access to a bucket.</summary>
    Bucket,
}

/// <summary>Checks policy documents against IAM's grammar before anything is created.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public static class PolicyDocument
{
    private const int MaxProblems = 5;

    private static readonly string[] TopKeys = ["Version", "Id", "Statement"];

    /// <summary>Returns what AWS would reject, as at most five sentences; empty if nothing.</summary>
    /// <param name="subject">The policy, as the start of a sentence: "The policy 'read'".</param>
    public static IReadOnlyList<string> Check(string text, PolicyKind kind, string subject)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        JsonPart root;
        try
        {
            root = JsonPart.Parse(bytes);
        }
        catch (JsonException e)
        {
            var (line, column) = ((e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
            return [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{subject} is not JSON; check for a missing quote, comma or bracket near line {line}, column {column}."),
            ];
        }

        return
        [
            .. Found(root, text, kind).DistinctBy(mistake => mistake.At).Take(MaxProblems).Select(mistake =>
            {
                var at = JsonPart.PositionOf(bytes, mistake.At);
                return string.Create(
                    CultureInfo.InvariantCulture, $"{subject}{mistake.Message} (line {at.Line}, column {at.Column} of the policy).");
            }),
        ];
    }

    /// <summary>Whether the document allows every action on every resource. False if the text is not a policy.</summary>
    public static bool AllowsEverything(string text)
    {
        try
        {
            return JsonPart.Parse(Encoding.UTF8.GetBytes(text)).Find("Statement") is { } statements && statements.Each.Any(statement =>
                Has(statement, "Effect", "Allow")
                    && (Has(statement, "Action", "*") || Has(statement, "Action", "*:*"))
                    && Has(statement, "Resource", "*"));
        }
        catch (JsonException)
        {
            // Not JSON; Check reports it.
            return false;
        }
    }

    private static bool Has(JsonPart statement, string key, string value) =>
        statement.Find(key)?.Each.Any(item => item.IsText && item.Text == value) is true;

    private static List<Mistake> Found(JsonPart root, string text, PolicyKind kind)
    {
        if (!root.IsObject)
            return [new Mistake(root.At, " is not a JSON object; write {\"Version\": \"2012-10-17\", \"Statement\": [...]}")];
        // Duplicate keys are ambiguous, so nothing else can be checked.
        if (Duplicates(root).ToList() is { Count: > 0 } twice) return twice;
        return
        [
            .. Characters(text),
            .. UnknownKeys(root, TopKeys, "a policy").Select(mistake => mistake with { Message = $": {mistake.Message}" }),
            .. Version(root),
            .. Statements(root, kind),
        ];
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: U+0009, U+000A, U+000D, and U+0020 to U+00FF.
    private static IEnumerable<Mistake> Characters(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is '\t' or '\n' or '\r' or (>= ' ' and <= '\u00FF')) continue;
            yield return new Mistake(
                Encoding.UTF8.GetByteCount(text.AsSpan(0, index)),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $" has the character U+{(int)text[index]:X4}, but IAM allows only those up to U+00FF; replace it"));
            yield break;
        }
    }

    private static IEnumerable<Mistake> Version(JsonPart root)
    {
        if (root.Find("Version") is { } version && (!version.IsText || version.Text is not ("2012-10-17" or "2008-10-17")))
            yield return new Mistake(version.At, $" has the Version '{MessageFormat.Value(version.Text)}'; write 2012-10-17");
        if (root.Find("Id") is { IsText: false } id)
            yield return new Mistake(id.At, " has an 'Id' that is not text; write it in quotes, or remove it");
    }

    private static IEnumerable<Mistake> Statements(JsonPart root, PolicyKind kind)
    {
        if (root.Find("Statement") is not { } statements)
            return [new Mistake(root.At, " has no 'Statement'; add a list with at least one")];
        if (statements.Each.Count == 0)
            return [new Mistake(statements.At, " has an empty 'Statement'; add at least one, or remove the policy")];
        return
        [
            .. statements.Each.Index().SelectMany(statement => PolicyStatement.Check(statement.Item, kind)
                .Select(mistake => mistake with { Message = $", {Name(statement.Item, statement.Index)}: {mistake.Message}" })),
            // Filtered above.
            .. from same in statements.Each.Where(statement => statement.Find("Sid") is { IsText: true, Text.Length: > 0 }).GroupBy(
                statement => statement.Find("Sid")!.Text)
               from statement in same.Skip(1)
               // Filtered above.
               select new Mistake(
                   statement.Find("Sid")!.At, $" has two statements with the Sid '{MessageFormat.Value(same.Key)}'; change one of them"),
        ];
    }

    private static string Name(JsonPart statement, int index) => statement.Find("Sid") is { IsText: true, Text: { Length: > 0 } sid }
        ? string.Create(CultureInfo.InvariantCulture, $"statement {index + 1} ('{MessageFormat.Value(sid)}')")
        : string.Create(CultureInfo.InvariantCulture, $"statement {index + 1}");

    /// <summary>Returns duplicate keys, at any depth.</summary>
    private static IEnumerable<Mistake> Duplicates(JsonPart part) =>
    [
        .. from same in part.Members.GroupBy(member => member.Name)
           from member in same.Skip(1)
           select new Mistake(member.At, $" has the same key twice in one object: '{MessageFormat.Value(same.Key)}'; remove one"),
        .. part.Members.SelectMany(member => Duplicates(member.Value)),
        .. part.Items.SelectMany(Duplicates),
    ];

    internal static IEnumerable<Mistake> UnknownKeys(JsonPart part, IReadOnlyList<string> known, string of) =>
        from member in part.Members
        where !known.Contains(member.Name)
        let near = Spelling.Nearest(member.Name, known)
        select new Mistake(
            member.At,
            $"'{MessageFormat.Value(member.Name)}' is not an element of {of}; "
                + $"{(near is null ? $"use {MessageFormat.List(known)}" : $"did you mean '{near}'?")}");

    /// <param name="At">The index of the byte in question.</param>
    internal sealed record Mistake(long At, string Message);
}
