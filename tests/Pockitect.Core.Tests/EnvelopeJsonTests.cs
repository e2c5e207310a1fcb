using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Inventory;
using Pockitect.Core.Journals;
using Pockitect.Core.Planning;
using Pockitect.Core.Projects;
using Pockitect.Core.Tests.Fakes;

namespace Pockitect.Core.Tests;

/// <summary>A message from elsewhere is believed nothing.</summary>
public sealed class EnvelopeJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EnvelopeJson Json = new(new FakeCloud().Catalog);

    public static TheoryData<Message> Messages =>
    [
        new ScanAllRegions(new ScanRequest(["eu-west-1"], ["Fake::House::Net"])),
        new ScanPart(new ScanRequest(null, ["Fake::House::Net"]), "global", 35),
        new Deploy("0123456789abcdef") { Blueprint = SentBlueprint.Of("project: {}\n"), Confirmation = "shop" },
        new Terminate("0123456789abcdef", new ResourceSelection("eu-west-1", ["net-1"]), new TerminateOptions(false, true, true)),
        new Terminate("0123456789abcdef", null, new TerminateOptions()),
        new Power(true),
        new ProjectUpdated(),
        new ProjectUpdated(LookAtAws: false),
        new Resume("0123456789abcdef"),
        new Undo("0123456789abcdef", EmptyBuckets: true),
        new Keep(),
        new Cancel("abc"),
        new Queued(),
        new Accepted(),
        new Progress(1, 2, "server", "Fake::House::Box", "creating", "a word", TimeSpan.FromSeconds(3), null),
        new ScanComplete(3, 2, new Dictionary<Verdict, int> { [Verdict.Complete] = 5, [Verdict.NotOptedIn] = 1 }),
        new ProjectStatusChanged(new ProjectStatus("shop", "running", [new ResourceStatus("server", "Fake::House::Box", "box-1", "eu-west-1", "running", Now) { SeenAt = Now, Drift = DriftKind.Changed, Changed = ["Size"], Endpoint = "203.0.113.7" }])
        {
            AccountId = "123456789012", ProjectId = "0a1b", SeenAt = Now, ComparedAt = Now, IsEdited = true,
            LastOperation = new OperationStatus("op-1", OperationKind.Deploy, OperationOutcome.Completed, Now, Now, IsUnfinished: false),
        }),
        new Completed("done"),
        new Failed("why", ["one"], ["two"], WasCancelled: true, NeedsSignIn: true, OperationId: "op-1"),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_arrives_as_it_was_sent(Message message)
    {
        var envelope = new Envelope("a1", "b2", "shop", Now, message);

        var (read, problem) = Json.Read(Json.Write(envelope), Envelope.CurrentVersion);

        Assert.Null(problem);
        Assert.Equivalent(envelope, read, strict: true);
        Assert.IsType(message.GetType(), read?.Data);
    }

    [Theory]
    [InlineData(2, "newer Pockitect", "Upgrade the Pockitect that reads it")]
    [InlineData(0, "older Pockitect", "Upgrade the Pockitect that wrote it")]
    public void Another_version_is_refused_with_what_to_upgrade(int version, string who, string what)
    {
        var problem = Json.Read(Json.Write(new Envelope("a1", "a1", "shop", Now, new Keep())), version).Problem;

        Assert.Contains(who, problem, StringComparison.Ordinal);
        Assert.Contains(what, problem, StringComparison.Ordinal);
    }

    public static TheoryData<string> Bad =>
    [
        "", "null", "[]", "{", "{}",
        With("""{"type":"Pockitect.Core.Commands.Bus.Deploy, Pockitect.Core","fingerprint":"0123456789abcdef"}"""),
        With("""{"$type":"deploy","fingerprint":"0123456789abcdef"}"""),
        With("""{"type":"deploy"}"""),
        With("""{"type":"deploy","fingerprint":null}"""),
        With("""{"type":"deploy","fingerprint":"../../etc"}"""),
        With("""{"type":"deploy","fingerprint":"0123456789abcdef","more":1}"""),
        With("""{"type":"deploy","fingerprint":"0123456789abcdef","blueprint":{"text":"project: {}","sha256":"00"}}"""),
        With("""{"type":"scan_all_regions","request":{"regions":["../x"],"types":null}}"""),
        With("""{"type":"scan_all_regions","request":{"regions":null,"types":["AWS::No::Such"]}}"""),
        With("""{"type":"keep"}""", project: "\"../../etc/passwd\""),
        With("""{"type":"keep"}""", project: "null"),
        With("""{"type":"keep"}""", id: "a b"),
        With("""{"type":"progress","step":5,"total":2,"resource":"","resourceType":"","phase":"","detail":null,"elapsed":"00:00:01","remaining":null}"""),
        With("""{"type":"scan_chunk","chunk":{"place":{"accountId":"1","region":"r"},"type":"Fake::House::Net","resources":[{"type":"Evil","id":"x"}],"at":"2026-01-01T00:00:00+00:00","verdict":null,"reason":null}}"""),
        With(string.Concat(Enumerable.Repeat("{\"type\":", 100))),
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_none_of_ours_is_refused_and_harms_nobody(string text)
    {
        var (envelope, problem) = Json.Read(text, Envelope.CurrentVersion);

        Assert.Null(envelope);
        Assert.NotEmpty(problem ?? "");
    }

    [Fact]
    public void Message_with_a_name_that_no_project_can_have_is_refused()
    {
        Assert.Null(Json.Read(With("""{"type": "keep"}""", project: "\"ab\""), Envelope.CurrentVersion).Problem);
        Assert.Equal("Invalid project name.", Json.Read(With("""{"type": "keep"}""", project: "\"a\""), Envelope.CurrentVersion).Problem);
        Assert.Equal("Invalid project name.", Json.Read(With("""{"type": "keep"}""", project: "\"con\""), Envelope.CurrentVersion).Problem);
    }

    [Fact]
    public void A_blueprint_has_a_size_that_is_enough()
    {
        var large = new Envelope("a1", "a1", "shop", Now, new Keep { Blueprint = SentBlueprint.Of(new string('#', SentBlueprint.MaxBytes)) });
        var tooLarge = large with { Data = new Keep { Blueprint = SentBlueprint.Of(new string('#', SentBlueprint.MaxBytes + 1)) } };

        Assert.Null(Json.Read(Json.Write(large), Envelope.CurrentVersion).Problem);
        Assert.Contains("longer than", Json.Read(Json.Write(tooLarge), Envelope.CurrentVersion).Problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Json.Write(large with { Data = new Completed(new string('x', EnvelopeJson.MaxBytes)) }));
    }

    private static string With(string data, string id = "a1", string project = "\"shop\"") =>
        $$"""{"id":"{{id}}","requestId":"a1","project":{{project}},"at":"2026-01-01T00:00:00+00:00","data":{{data}},"version":1}""";
}
