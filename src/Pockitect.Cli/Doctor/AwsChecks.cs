using System.Globalization;
using System.Runtime.CompilerServices;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Cli.Interaction;
using Pockitect.Cli.Sandbox;
using Pockitect.Cli.Sessions;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Doctor;

/// <summary>Checks access to AWS: endpoint, clock, credentials and guard rails.</summary>
internal static class AwsChecks
{
    /// <summary>AWS rejects requests signed more than five minutes ago; a clock that is almost as wrong will soon fail.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The default HTTP path to AWS, through a proxy if one is set.</summary>
    private static readonly HttpClient Outside = new(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Timeout };

    private static readonly HttpClient Here = LoopbackHttp.Create(Timeout);

    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var check in ReachAsync(invocation, ct)) yield return check;
        yield return Keyring(invocation);
        yield return await SignInAsync(invocation, ct);
        yield return GuardRails(invocation);
    }

    /// <summary>Checks whether STS responds, and whether the clocks agree.</summary>
    public static async IAsyncEnumerable<Check> ReachAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        var (asked, words) = await EndpointAsync(invocation, ct);
        var (reached, clock) = await ReachAsync(invocation, asked, words, ct);
        yield return reached;
        if (clock is not null) yield return clock;
    }

    /// <summary>Checks whether the settings file is valid.</summary>
    public static Check GuardRails(Invocation invocation)
    {
        var file = new SettingsFile(invocation.Folder);
        return file.Read().Problems is [var problem, ..]
            ? new Check(
                "guard rails",
                Health.Broken,
                $"{file.Path}:{problem.Line}:{problem.Column}: {problem.Message}",
                "Fix the file. Until then, all changes are rejected.")
            : new Check(
                "guard rails", Health.Good, File.Exists(file.Path) ? $"{file.Path} is valid" : "none set; see `pockitect settings`");
    }

    /// <summary>Compares this clock with the time in a response.</summary>
    public static Check Clock(DateTimeOffset here, DateTimeOffset there)
    {
        var skew = (here - there).Duration();
        var words = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s {(here < there ? "behind" : "ahead of")} AWS's");
        return skew <= Tolerated
            ? new Check("clock", Health.Good, words)
            : new Check(
                "clock",
                Health.Broken,
                $"{words}; AWS rejects requests that are off by five minutes",
                "Synchronize the clock, for example with `timedatectl set-ntp true` on Linux.");
    }

    /// <summary>Returns the endpoint and its description, with the variable that sets it.</summary>
    private static async Task<(Uri Asked, string Words)> EndpointAsync(Invocation invocation, CancellationToken ct)
    {
        if (invocation.Sandbox && await SandboxServer.Of(invocation).RunningAsync(ct) is { } sandbox)
            return (new Uri($"{sandbox.Control}/health"), $"{sandbox.Endpoint}");
        var variable = invocation.HostEnvironment.Variable;
        foreach (var name in (string[])["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"])
        {
            if (Uri.TryCreate(variable(name), UriKind.Absolute, out var given)) return (given, $"{given} (from {name})");
        }

        var region = ((string[])["AWS_REGION", "AWS_DEFAULT_REGION"]).Select(variable).FirstOrDefault(set => !string.IsNullOrEmpty(set));
        var sts = new Uri($"https://sts.{region ?? "us-east-1"}.amazonaws.com/");
        return (sts, $"{sts}");
    }

    private static async Task<(Check Reached, Check? Clock)> ReachAsync(
        Invocation invocation, Uri asked, string words, CancellationToken ct)
    {
        try
        {
            // Any response works: each one contains the time.
            using var answer = await (asked.IsLoopback ? Here : Outside).GetAsync(asked, HttpCompletionOption.ResponseHeadersRead, ct);
            return (
                new Check("endpoint", Health.Good, $"{words} answers"),
                answer.Headers.Date is { } there
                    ? Clock(invocation.Time.GetUtcNow(), there)
                    : new Check(
                        "clock",
                        Health.Missing,
                        $"{words} did not report the time, so the clock was not checked",
                        "Compare it with a reliable clock."));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (
                new Check(
                    "endpoint",
                    Health.Missing,
                    $"{words} does not respond: {e.Message}",
                    "Check the network, the proxy (HTTPS_PROXY), and AWS_ENDPOINT_URL if set. --sandbox works without AWS."),
                null);
        }
    }

    /// <summary>Checks whether credentials can be stored.</summary>
    private static Check Keyring(Invocation invocation)
    {
        var state = SignIns.Context(invocation).Vault.Value.State;
        return state.IsLasting
            ? new Check("keyring", Health.Good, state.Where)
            : new Check("keyring", Health.Missing, $"{state.Problem} Only `pockitect login` needs a keyring", state.Fix);
    }

    private static async Task<Check> SignInAsync(Invocation invocation, CancellationToken ct)
    {
        try
        {
            // Sandbox users check the rest of the computer, too.
            var real = new Invocation(invocation.HostEnvironment)
            {
                Identity = invocation.Sandbox ? null : invocation.Identity,
                NoInput = true,
            };
            var account = await new Access(real).OpenAsync(ct);
            return new Check("AWS credentials", Health.Good, $"{account.Identity.Id}: {account.Arn}");
        }
        catch (SignInException e)
        {
            return new Check("AWS credentials", Health.Missing, e.Message, "--sandbox works without credentials.");
        }
    }
}
