using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pockitect.Aws.Policies;
using Pockitect.Aws.Tests.Preflight;

namespace Pockitect.Aws.Tests.Permissions;

/// <summary>
/// The full policy is enough, and no more: a user who has only it can do everything, and a user who lacks one of its actions is told
/// which. By itself this tries a few actions, always the same; <c>bench/policy</c> tries all.
/// </summary>
public sealed class PolicyTests(TrialSandbox sandbox) : IClassFixture<TrialSandbox>
{
    private const int Every = 15;

    /// <summary>A file for the result of a run over all actions.</summary>
    private static readonly string? report = Environment.GetEnvironmentVariable("POCKITECT_POLICY_REPORT");

    /// <summary>
    /// Actions that the sandbox never asks for: it has no prices, and it has no hosted zones, for which AWS checks this one by itself if an
    /// endpoint has private DNS (https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html).
    /// </summary>
    private static readonly string[] elsewhere = ["pricing:GetProducts", "route53:AssociateVPCWithHostedZone"];

    /// <summary>The only actions to try; empty for all, or for a few where nobody asks for a report.</summary>
    private static readonly string[] only = (Environment.GetEnvironmentVariable("POCKITECT_POLICY_ACTIONS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task A_user_with_the_full_policy_can_do_everything_and_one_who_lacks_an_action_of_it_is_told_which()
    {
        var lives = new List<(Life Life, IReadOnlySet<string> Used, TimeSpan Took)>();
        IReadOnlyList<string> full = [];
        foreach (var life in Life.All)
        {
            var began = Stopwatch.GetTimestamp();
            var (told, used, actions) = await LiveAsync(life, without: null);
            Assert.True(!told.All.Any(), $"{life.Name}: {string.Join("\n", told.All)}");
            lives.Add((life, used, Stopwatch.GetElapsedTime(began)));
            full = actions;
        }

        var never = full.Except(lives.SelectMany(life => life.Used)).ToList();
        Assert.Equal(elsewhere, never);

        var text = new StringBuilder();
        var wrong = new List<string>();
        foreach (var (_, action) in full.Except(elsewhere).Index().Where(entry => only.Length > 0 ? only.Contains(entry.Item) : report is not null || entry.Index % Every == 0))
        {
            var life = lives.Where(entry => entry.Used.Contains(action)).MinBy(entry => entry.Took).Life;
            var (told, _, _) = await LiveAsync(life, without: action);
            var naming = told.All.FirstOrDefault(words => words.Contains(action, StringComparison.Ordinal));
            if (naming is null) wrong.Add($"{life.Name} without {action}: {(told.All.Any() ? string.Join(" / ", told.All) : "nothing went wrong")}");
            text.Append(CultureInfo.InvariantCulture, $"| `{action}` | {life.Name} | {Cell(naming ?? "**not named**")} |\n");
        }

        if (report is not null) await File.WriteAllTextAsync(report, text.ToString(), TestContext.Current.CancellationToken);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private async Task<(Told Told, IReadOnlySet<string> Used, IReadOnlyList<string> Full)> LiveAsync(Life life, string? without)
    {
        var full = Policies.FullActions;
        using var somebody = await Somebody.ComeAsync(sandbox.Server, IamPolicy.For("full", full.Where(action => action != without)));
        return (await somebody.LiveAsync(life), await somebody.UsedAsync(), full);
    }

    private static string Cell(string words) => words.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
