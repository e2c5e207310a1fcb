using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Pockitect.Aws.Clients;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>Access keys as a person typed them, not yet looked at by AWS.</summary>
/// <param name="SessionToken">With temporary keys only; null otherwise.</param>
public sealed partial record TypedKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Temporary keys are known by how they begin, and are nothing without their session token.</summary>
    public static bool AreTemporary(string accessKeyId) => accessKeyId.StartsWith("ASIA", StringComparison.Ordinal);

    /// <summary>What is wrong with the form of an access key id, or null.</summary>
    public static string? Problem(string accessKeyId) => IdPattern().IsMatch(accessKeyId) ? null : "an access key id is 16 or more capital letters and digits, as AKIAIOSFODNN7EXAMPLE.";

    /// <summary>What is wrong with a name for keys, or null.</summary>
    public static string? NameProblem(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
        ? null
        : $"'{name}' cannot name keys: use letters, digits, '-', '_' and '.'.";

    /// <summary>
    /// Keys out of a file or a pipe: the lines of the shared credentials file, <c>export AWS_ACCESS_KEY_ID=…</c> as consoles show
    /// them, or the bare values one a line.
    /// </summary>
    /// <returns>Null where there are none in it.</returns>
    public static TypedKeys? Parse(string text)
    {
        Dictionary<string, string> named = new(StringComparer.OrdinalIgnoreCase);
        List<string> bare = [];
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line is not ("" or ['#' or '[', ..])))
        {
            if (NamedPattern().Match(line) is { Success: true } match) named[match.Groups["name"].Value] = match.Groups["value"].Value.Trim().Trim('"', '\'');
            else bare.Add(line);
        }

        var id = named.GetValueOrDefault("aws_access_key_id") ?? bare.ElementAtOrDefault(0);
        var secret = named.GetValueOrDefault("aws_secret_access_key") ?? bare.ElementAtOrDefault(1);
        return id is not null && secret is not null ? new TypedKeys(id, secret, named.GetValueOrDefault("aws_session_token") ?? bare.ElementAtOrDefault(2)) : null;
    }

    /// <summary>Asks AWS whose they are.</summary>
    /// <param name="name">What they are to be called.</param>
    /// <exception cref="SignInException">AWS does not accept them.</exception>
    public async Task<AwsAccount> CheckAsync(string name, string region, SignInContext context, AwsClientOptions? calls, CancellationToken ct)
    {
        var asked = new AwsAccount
        {
            AccountId = "",
            Arn = "",
            Name = name,
            Identity = Identity(name, region),
            Credentials = SessionToken is null ? new BasicAWSCredentials(AccessKeyId, SecretAccessKey) : new SessionAWSCredentials(AccessKeyId, SecretAccessKey, SessionToken),
            Endpoint = (context.Variable("AWS_ENDPOINT_URL_STS") ?? context.Variable("AWS_ENDPOINT_URL")) is { Length: > 0 } url ? new Uri(url) : null,
        };
        using var clients = new AwsClients(asked, calls);
        try
        {
            var caller = await clients.Sts(region).GetCallerIdentityAsync(new GetCallerIdentityRequest(), ct);
            return new AwsAccount
            {
                AccountId = caller.Account,
                Arn = caller.Arn,
                Name = name,
                Identity = asked.Identity with { AccountId = caller.Account },
                Credentials = asked.Credentials,
                Endpoint = asked.Endpoint,
            };
        }
        catch (AmazonServiceException e) when (AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.Denied or FaultKind.NotOptedIn or FaultKind.Invalid } fault)
        {
            throw new SignInException($"AWS does not accept these keys: {fault.Message}", e);
        }
    }

    // A record prints its properties.
    public override string ToString() => "typed keys";

    private static Identity Identity(string name, string region) =>
        new(Identities.KeyringPrefix + name, IdentityKind.Keyring, "keys that were typed here") { Region = region };

    [GeneratedRegex("^[A-Z0-9]{16,128}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^(export\s+|set\s+|\$env:)?(?<name>aws_(access_key_id|secret_access_key|session_token))\s*=\s*(?<value>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex NamedPattern();
}
