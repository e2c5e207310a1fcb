using Pockitect.Aws.Accounts;
using Pockitect.Core.Bus;

namespace Pockitect.Web.Work;

/// <summary>A sign-in that has ended or is about to, as far as this app can tell.</summary>
/// <param name="Words">What it holds up, or when it ends.</param>
/// <param name="IsOver">It has ended; otherwise it soon does.</param>
public sealed record Lapse(string Words, bool IsOver)
{
    /// <summary>How long before their end credentials are spoken of.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromMinutes(15);

    /// <param name="expires">When the credentials end that are held now; null where that is not known, or never.</param>
    /// <param name="renewsAlone">No person is needed to renew them.</param>
    /// <param name="operations">All that runs and ran, the newest first.</param>
    /// <param name="since">When this person signed in: what failed before that is settled.</param>
    /// <returns>Null where nothing is wrong.</returns>
    public static Lapse? Of(DateTimeOffset? expires, bool renewsAlone, IReadOnlyList<RunningOperation> operations, DateTimeOffset since, DateTimeOffset now)
    {
        if (operations.FirstOrDefault(IsWaiting) is { } waiting)
            return new Lapse($"Your sign-in has ended, and {NameOf(waiting)} waits for it: sign in again, and it goes on.", true);
        if (operations is [{ End: Failed { NeedsSignIn: true } } failed, ..] && failed.BeganAt + failed.Elapsed >= since)
            return new Lapse($"Your sign-in has ended, and {NameOf(failed)} stopped for it: sign in again, then go on with it.", true);
        if (expires is not { } end || renewsAlone) return null;
        if (end <= now) return new Lapse("Your credentials have ended: sign in again before you go on.", true);
        return end - now <= Near ? new Lapse($"Your credentials end in {Math.Max(1, (int)(end - now).TotalMinutes)} min.", false) : null;
    }

    private static bool IsWaiting(RunningOperation operation) =>
        operation.IsRunning && operation.Resources.Any(resource => resource.Detail?.Contains(SignIn.Ended, StringComparison.Ordinal) is true);

    private static string NameOf(RunningOperation operation) => operation.Project is { } project ? $"the operation on {project}" : "a scan of the account";
}
