using System.Globalization;
using Amazon.Runtime;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds credentials that expire before the deploy ends. Automatically renewed ones are fine.</summary>
internal sealed class CredentialCheck : Check
{
    private const string SignInAgain = "Sign in again, then run the same command again.";

    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts)
    {
        yield return new Question(
            "how long the credentials last", () => Task.FromResult(CheckCredentials(facts.Aws.Account.Credentials, work)));
    }

    private static IEnumerable<Finding> CheckCredentials(AWSCredentials credentials, Work work)
    {
        if (RenewsAlone(credentials) || credentials.Expiration is not { } end) yield break;
        var at = end.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
        if (end.ToUniversalTime() <= work.Now.UtcDateTime)
        {
            // With a sign-in behind them, the next call may renew them.
            if (credentials is not RenewableCredentials)
                yield return Error("", "Your credentials have expired.", $"They expired at {at}.", SignInAgain);
        }
        else if (work.Estimate is { } estimate && end.ToUniversalTime() < (work.Now + estimate).UtcDateTime)
        {
            yield return Warning(
                "",
                "Your credentials expire before the deploy ends.",
                $"They expire at {at}, and the deploy takes about "
                    + $"{Math.Ceiling(estimate.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min.",
                "Sign in again now, or when asked: an operation waits up to an hour for a new sign-in, then continues.");
        }
    }

    // SSO and roles with MFA renew only while the user's sign-in is valid.
    private static bool RenewsAlone(AWSCredentials credentials) => credentials is RenewableCredentials { RenewsAlone: true };
}
