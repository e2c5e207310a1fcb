using System.Globalization;
using Amazon.Runtime;
using Pockitect.Aws.Accounts;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Preflight;

/// <summary>Credentials that end before the deploy does. Those that renew themselves without a person are no concern.</summary>
internal sealed class CredentialCheck : Check
{
    private const string SignInAgain = "Sign in again, then run the same command again.";

    public override IReadOnlyList<string> Actions => [];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts)
    {
        yield return new Question("how long the credentials last", () => Task.FromResult(CheckCredentials(facts.Aws.Account.Credentials, work)));
    }

    private static IEnumerable<Finding> CheckCredentials(AWSCredentials credentials, Work work)
    {
        if (RenewsAlone(credentials) || credentials.Expiration is not { } end) yield break;
        var at = end.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
        if (end.ToUniversalTime() <= work.Now.UtcDateTime)
        {
            // Where a sign-in stands behind them, the next call may renew them.
            if (credentials is not RenewableCredentials) yield return Error("", "Your credentials have expired.", $"They ended at {at}.", SignInAgain);
        }
        else if (work.Estimate is { } estimate && end.ToUniversalTime() < (work.Now + estimate).UtcDateTime)
        {
            yield return Warning(
                "",
                "Your credentials end before the deploy does.",
                $"They end at {at}, and this will take about {Math.Ceiling(estimate.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min, as it did before.",
                "Sign in again first, or when it asks for it: a deploy whose sign-in ends waits for an hour, and goes on after.");
        }
    }

    // SSO and roles with MFA are renewed only as long as a person's sign-in lasts.
    private static bool RenewsAlone(AWSCredentials credentials) => credentials is RenewableCredentials { RenewsAlone: true };
}
