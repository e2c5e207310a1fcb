using System.Text.Json;
using Pockitect.Core.Faults;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests.Execution;

public sealed class JournalTests : IDisposable
{
    private readonly House _house = new();
    private readonly Operation _operation = new("op", OperationKind.Deploy, "shop", "abcdef123456");

    public void Dispose() => _house.Dispose();

    [Fact]
    public void A_journal_gives_back_every_line()
    {
        JournalEntry[] lines =
        [
            new Began(DateTimeOffset.UnixEpoch, _operation, "111122223333", "print", [new PlannedStep("create net", StepKind.Create, "net")], [], new TerminateOptions()),
            new Intended(DateTimeOffset.UnixEpoch, "create net", StepKind.Create, "Fake::House::Net", "eu-west-1", "net", null, "token"),
            new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"),
            new Done(DateTimeOffset.UnixEpoch, "create net", "net-1"),
            new StepFailed(DateTimeOffset.UnixEpoch, "create part", "Quota", "Limit", "No more."),
            new Ended(DateTimeOffset.UnixEpoch, OperationOutcome.Failed),
        ];

        string path;
        using (var journal = Journal.Open(_house.Folder, _operation))
        {
            path = journal.Path;
            foreach (var line in lines) journal.Append(line);
        }

        Assert.Equal(lines.Select(Text), Journal.Read(path).Select(Text));
        static string Text(JournalEntry line) => JsonSerializer.Serialize(line);
    }

    [Fact]
    public void A_journal_tells_when_each_step_ended_and_why_one_failed()
    {
        var at = DateTimeOffset.UnixEpoch;
        JournalEntry[] lines =
        [
            new Began(at, _operation, "111122223333", "print", [new PlannedStep("create net", StepKind.Create, "net"), new PlannedStep("create part", StepKind.Create, "part")], [], new TerminateOptions()),
            new Intended(at.AddSeconds(1), "create net", StepKind.Create, "Fake::House::Net", "eu-west-1", "net", null, "token"),
            new Done(at.AddSeconds(3), "create net", "net-1"),
            new Intended(at.AddSeconds(4), "create part", StepKind.Create, "Fake::House::Part", "eu-west-1", "part", null, "token"),
            new StepFailed(at.AddSeconds(9), "create part", "Quota", "Limit", "No more."),
            new Ended(at.AddSeconds(10), OperationOutcome.Failed),
        ];

        var record = OperationRecord.Fold(lines)!; // It has a beginning.

        Assert.Equal(("111122223333", at.AddSeconds(10), 1), (record.AccountId, record.EndedAt, record.StepsFailed));
        Assert.Equal((at.AddSeconds(3), null), (record.Steps[0].EndedAt, record.Steps[0].Failure));
        Assert.Equal((at.AddSeconds(9), "No more."), (record.Steps[1].EndedAt, record.Steps[1].Failure?.Message));
    }

    [Fact]
    public void A_step_that_is_tried_again_has_neither_ended_nor_failed()
    {
        var at = DateTimeOffset.UnixEpoch;
        var began = new Began(at, _operation, "111122223333", "print", [new PlannedStep("create part", StepKind.Create, "part")], [], new TerminateOptions());
        var intended = new Intended(at, "create part", StepKind.Create, "Fake::House::Part", "eu-west-1", "part", null, "token");

        var record = OperationRecord.Fold([began, intended, new StepFailed(at, "create part", "Quota", "Limit", "No more."), new Ended(at, OperationOutcome.Failed), began, intended])!; // As above.

        Assert.Null(record.EndedAt);
        Assert.Equal((null, null, StepProgress.InDoubt), (record.Steps[0].EndedAt, record.Steps[0].Failure, record.Steps[0].Progress));
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_is_left_out_wherever_it_was_cut()
    {
        string path;
        using (var journal = Journal.Open(_house.Folder, _operation))
        {
            path = journal.Path;
            journal.Append(new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"));
            journal.Append(new Ended(DateTimeOffset.UnixEpoch, OperationOutcome.Completed));
        }

        var whole = File.ReadAllBytes(path);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.IsType<Made>(Assert.Single(Journal.Read(path)));
        }
    }

    [Fact]
    public void What_is_written_behind_a_cut_off_line_stands_alone()
    {
        string path;
        using (var journal = Journal.Open(_house.Folder, _operation))
        {
            path = journal.Path;
            journal.Append(new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"));
        }

        File.AppendAllText(path, "{\"entry\":\"made\",\"St");
        using (var journal = Journal.Open(_house.Folder, _operation)) journal.Append(new Ended(DateTimeOffset.UnixEpoch, OperationOutcome.Kept));

        Assert.Equal([typeof(Made), typeof(Ended)], Journal.Read(path).Select(line => line.GetType()));
    }

    [Theory]
    [InlineData("{\"entry\":\"ended\",\"v\":99,\"At\":\"2026-01-01T00:00:00Z\"}", "newer Pockitect")]
    [InlineData("{\"entry\":\"sung\",\"v\":1}", ":1: this line is damaged")]
    [InlineData("nonsense", ":1: this line is damaged")]
    public void A_line_that_cannot_be_read_is_named(string line, string words)
    {
        var path = Path.Combine(_house.Folder.Journal, "op.jsonl");
        File.WriteAllText(path, line + "\n");

        var refused = Assert.Throws<FaultException>(() => Journal.Read(path));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_project_is_changed_by_one_at_a_time_and_the_other_is_told_who()
    {
        var (mine, _) = await ProjectLock.TryTakeAsync(_house.Folder, "shop", "deploy", _house.Time);
        var (second, holder) = await ProjectLock.TryTakeAsync(_house.Folder, "shop", "delete", _house.Time);
        var (other, _) = await ProjectLock.TryTakeAsync(_house.Folder, "another", "deploy", _house.Time);
        mine!.Dispose();
        var (after, _) = await ProjectLock.TryTakeAsync(_house.Folder, "shop", "delete", _house.Time);

        Assert.False(ProjectLock.IsHeld(_house.Folder, "never"));
        Assert.Null(second);
        Assert.Contains("deploy", holder, StringComparison.Ordinal);
        Assert.NotNull(other);
        Assert.NotNull(after);
        other.Dispose();
        after.Dispose();
    }
}
