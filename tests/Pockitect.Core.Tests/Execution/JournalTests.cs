using System.Text.Json;
using Pockitect.Core.Execution;
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
            new Began(DateTimeOffset.UnixEpoch, _operation, "111122223333", "print", ["create net"]),
            new Intended(DateTimeOffset.UnixEpoch, "create net", "Create", "Fake::House::Net", "here-1", "net", null, "token"),
            new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"),
            new Done(DateTimeOffset.UnixEpoch, "create net", "net-1"),
            new StepFailed(DateTimeOffset.UnixEpoch, "create part", "Quota", "Limit", "No more."),
            new Ended(DateTimeOffset.UnixEpoch, "failed"),
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
    public void A_line_that_a_crash_cut_off_is_left_out_wherever_it_was_cut()
    {
        string path;
        using (var journal = Journal.Open(_house.Folder, _operation))
        {
            path = journal.Path;
            journal.Append(new Made(DateTimeOffset.UnixEpoch, "create net", "net-1"));
            journal.Append(new Ended(DateTimeOffset.UnixEpoch, "completed"));
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
    public void One_project_is_changed_by_one_at_a_time_and_the_other_is_told_who()
    {
        var (mine, _) = ProjectLock.TryTake(_house.Folder, "shop", "deploy", _house.Time);
        var (second, holder) = ProjectLock.TryTake(_house.Folder, "shop", "delete", _house.Time);
        var (other, _) = ProjectLock.TryTake(_house.Folder, "another", "deploy", _house.Time);
        mine!.Dispose();
        var (after, _) = ProjectLock.TryTake(_house.Folder, "shop", "delete", _house.Time);

        Assert.Null(second);
        Assert.Contains("deploy", holder, StringComparison.Ordinal);
        Assert.NotNull(other);
        Assert.NotNull(after);
        other.Dispose();
        after.Dispose();
    }
}
