using System.Globalization;
using System.Runtime.CompilerServices;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Cli.Sandbox;
using Pockitect.Core.Guards;

namespace Pockitect.Cli.Doctor;

/// <summary>The way to AWS: its endpoint, the clock it compares with, who signs in, and what is forbidden here.</summary>
internal static class AwsChecks
{
    /// <summary>AWS refuses what was signed five minutes ago; a clock that is nearly as wrong soon fails.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The usual way to AWS, through a proxy where one is set.</summary>
    private static readonly HttpClient Outside = new(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Timeout };

    private static readonly HttpClient Here = LoopbackHttp.Create(Timeout);

    public static async IAsyncEnumerable<Check> AllAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var check in ReachAsync(invocation, ct)) yield return check;
        yield return Keyring(invocation);
        yield return await SignInAsync(invocation, ct);
        yield return GuardRails(invocation);
    }

    /// <summary>Whether STS answers, and whether the two clocks agree.</summary>
    public static async IAsyncEnumerable<Check> ReachAsync(Invocation invocation, [EnumeratorCancellation] CancellationToken ct)
    {
        var (asked, words) = await EndpointAsync(invocation, ct);
        var (reached, clock) = await ReachAsync(invocation, asked, words, ct);
        yield return reached;
        if (clock is not null) yield return clock;
    }

    /// <summary>Whether the settings file can be read.</summary>
    public static Check GuardRails(Invocation invocation)
    {
        var file = new SettingsFile(invocation.Folder);
        return file.Read().Problems is [var problem, ..]
            ? new Check("guard rails", Health.Broken, $"{file.Path}:{problem.Line}:{problem.Column}: {problem.Message}", "Mend the file: until then nothing is changed in any account.")
            : new Check("guard rails", Health.Good, File.Exists(file.Path) ? $"{file.Path} can be read" : "none are set; `pockitect settings` sets some");
    }

    /// <summary>Whether this clock agrees with what an answer said the time is.</summary>
    public static Check Clock(DateTimeOffset here, DateTimeOffset there)
    {
        var skew = (here - there).Duration();
        var words = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s {(here < there ? "behind" : "ahead of")} AWS's");
        return skew <= Tolerated
            ? new Check("clock", Health.Good, words)
            : new Check("clock", Health.Broken, $"{words}; AWS refuses requests from five minutes on", "Set the clock, or let the system do it: `timedatectl set-ntp true` on Linux.");
    }

    /// <summary>What is asked, and the endpoint in words: with the variable that names it, if one does.</summary>
    private static async Task<(Uri Asked, string Words)> EndpointAsync(Invocation invocation, CancellationToken ct)
    {
        if (invocation.Sandbox && await SandboxServer.Of(invocation).RunningAsync(ct) is { } sandbox) return (new Uri($"{sandbox.Control}/health"), $"{sandbox.Endpoint}");
        var variable = invocation.HostEnvironment.Variable;
        foreach (var name in (string[])["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"])
        {
            if (Uri.TryCreate(variable(name), UriKind.Absolute, out var given)) return (given, $"{given}, as {name} says,");
        }

        var region = ((string[])["AWS_REGION", "AWS_DEFAULT_REGION"]).Select(variable).FirstOrDefault(set => !string.IsNullOrEmpty(set));
        var sts = new Uri($"https://sts.{region ?? "us-east-1"}.amazonaws.com/");
        return (sts, $"{sts}");
    }

    private static async Task<(Check Reached, Check? Clock)> ReachAsync(Invocation invocation, Uri asked, string words, CancellationToken ct)
    {
        try
        {
            // Whatever it answers, it answers, and says what time it is.
            using var answer = await (asked.IsLoopback ? Here : Outside).GetAsync(asked, HttpCompletionOption.ResponseHeadersRead, ct);
            return (
                new Check("endpoint", Health.Good, $"{words} answers"),
                answer.Headers.Date is { } there ? Clock(invocation.Time.GetUtcNow(), there) : new Check("clock", Health.Missing, $"{words} does not say what time it is, so the clock could not be compared", "Compare it with a clock that you trust."));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (
                new Check("endpoint", Health.Missing, $"{words} does not answer: {e.Message}", "Check the network, a proxy (HTTPS_PROXY), and AWS_ENDPOINT_URL where it is set. Without AWS, --sandbox still does everything."),
                null);
        }
    }

    /// <summary>Whether what a person types or signs in with can be kept.</summary>
    private static Check Keyring(Invocation invocation)
    {
        var state = SignIns.Context(invocation).Vault.Value.State;
        return state.IsLasting
            ? new Check("keyring", Health.Good, state.Where)
            : new Check("keyring", Health.Missing, $"{state.Problem} Only `pockitect login` needs one", state.Fix);
    }

    private static async Task<Check> SignInAsync(Invocation invocation, CancellationToken ct)
    {
        try
        {
            // Who works in the sandbox asks about the rest of the computer too.
            var real = new Invocation(invocation.HostEnvironment) { Identity = invocation.Sandbox ? null : invocation.Identity, NoInput = true };
            var account = await new Access(real).OpenAsync(ct);
            return new Check("AWS credentials", Health.Good, $"{account.Identity.Id}: {account.Arn}");
        }
        catch (SignInException e)
        {
            return new Check("AWS credentials", Health.Missing, e.Message, "Without them, --sandbox still does everything.");
        }
    }
}
