using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands.Bus;

namespace Pockitect.Web.Work;

/// <summary>A session that has expired or soon will.</summary>
/// <param name="Words">The operation that is waiting, or when the session expires.</param>
/// <param name="IsOver">Whether it has expired; otherwise it soon will.</param>
public sealed record Lapse(string Words, bool IsOver)
{
    /// <summary>How long before expiry to show a warning.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromMinutes(15);

    /// <param name="expires">When the current credentials expire; null if unknown or never.</param>
    /// <param name="renewsAlone">Whether they renew automatically.</param>
    /// <param name="operations">All running and past operations, newest first.</param>
    /// <param name="since">When the user signed in. Earlier failures are settled.</param>
    /// <returns>Null if there is nothing to show.</returns>
    public static Lapse? Of(
        DateTimeOffset? expires, bool renewsAlone, IReadOnlyList<RunningOperation> operations, DateTimeOffset since, DateTimeOffset now)
    {
        if (operations.FirstOrDefault(IsWaiting) is { } waiting)
            return new Lapse($"Your session expired, and {NameOf(waiting)} is paused. Sign in again to continue.", true);
        if (operations is [{ End: Failed { NeedsSignIn: true } } failed, ..] && failed.BeganAt + failed.Elapsed >= since)
            return new Lapse($"Your session expired, and {NameOf(failed)} stopped. Sign in again, then resume it.", true);
        if (expires is not { } end || renewsAlone) return null;
        if (end <= now) return new Lapse("Your session expired. Sign in again to continue.", true);
        return end - now <= Near ? new Lapse($"Your session expires in {Math.Max(1, (int)(end - now).TotalMinutes)} min.", false) : null;
    }

    private static bool IsWaiting(RunningOperation operation) =>
        operation.IsRunning
            && operation.Resources.Any(resource => resource.Detail?.Contains(SignInException.Ended, StringComparison.Ordinal) is true);

    private static string NameOf(RunningOperation operation) =>
        operation.Project is { } project ? $"the operation on {project}" : "a scan of the account";
}
