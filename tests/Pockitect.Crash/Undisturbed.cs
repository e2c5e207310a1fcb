using System.Text.Json.Nodes;
using Pockitect.Testing;

namespace Pockitect.Crash;

/// <summary>A deploy that nothing disturbs: what every disturbed one has to come to.</summary>
/// <param name="Sent">Its changing calls, as the program names them; how often it repeats a call that AWS refuses at first differs and does not count.</param>
/// <param name="Received">Those of the calls that AWS carried out, as the sandbox names them.</param>
/// <param name="Before">The account before it.</param>
/// <param name="After">The account after it.</param>
internal sealed record Undisturbed(
    string Sample, string Region, IReadOnlyList<CallName> Sent, IReadOnlyList<CallName> Received, Picture Before, Picture After)
{
    public static async Task<Undisturbed> DeployAsync(SandboxProcess sandbox, string sample, string region, CancellationToken ct)
    {
        var scene = await Scene.SetAsync(sandbox, sample, ct);
        var before = await Picture.TakeAsync(scene, region, ct);
        var since = (await sandbox.RequestsAsync(0, ct)).Count;

        var record = Path.Combine(scene.Home, "calls");
        var ran = await scene.RunVictimAsync(["record", record], "deploy", ct);
        if (ran.ExitCode != 0) throw new InvalidOperationException($"{sample} cannot be deployed even undisturbed:\n{ran.Text}");

        var sent = await File.ReadAllLinesAsync(record, ct);
        var received = (await sandbox.RequestsAsync(since, ct)).Where(request => (bool)request["mutating"]!).ToList();
        if (sent.Length != received.Count)
            throw new InvalidOperationException($"{sent.Length} changing calls were sent, and {received.Count} came.");
        var after = await Picture.TakeAsync(scene, region, ct);
        scene.Forget();
        return new Undisturbed(
            sample,
            region,
            CallName.Number(WithoutRepeats(sent)),
            CallName.Number(received.Where(IsCarriedOut).Select(request => ((string)request["service"]!, (string)request["action"]!))),
            before,
            after);
    }

    /// <summary>All points of a kind.</summary>
    public IReadOnlyList<Point> Points(Kind kind, string then) => kind is Kind.Kill
        ? [.. Enum.GetValues<Moment>().SelectMany(moment => Calls(moment).Select(call => new Point(kind, moment, call, then)))]
        : [.. Received.Select(call => new Point(kind, null, call, then))];

    private static IEnumerable<(string Service, string Action)> WithoutRepeats(IEnumerable<string> sent) =>
        from line in sent
        let words = line.Split(' ')
        group words[2] == "answered" by (words[0], words[1]) into calls
        from call in calls.Any(isAnswered => isAnswered) ? calls.Where(isAnswered => isAnswered) : calls
        select calls.Key;

    private static bool IsCarriedOut(JsonNode request) => (int?)request["status"] < 400;

    // The sandbox is who kills after the effect.
    private IReadOnlyList<CallName> Calls(Moment moment) => moment is Moment.AfterEffect ? Received : Sent;
}
