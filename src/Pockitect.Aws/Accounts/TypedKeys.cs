using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Accounts;

/// <summary>Access keys as entered, not yet verified with AWS.</summary>
/// <param name="SessionToken">Only for temporary keys; otherwise null.</param>
public sealed partial record TypedKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Whether they are temporary keys, recognized by their prefix, which require a session token.</summary>
    public static bool AreTemporary(string accessKeyId) => accessKeyId.StartsWith("ASIA", StringComparison.Ordinal);

    /// <summary>Returns what is wrong with the form of an access key ID, or null.</summary>
    public static string? Problem(string accessKeyId) =>
        IdPattern().IsMatch(accessKeyId)
            ? null
            : "an access key ID has 16 or more capital letters and digits, such as AKIAIOSFODNN7EXAMPLE.";

    /// <summary>Returns what is wrong with a name for keys, or null.</summary>
    public static string? NameProblem(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? null
            : $"Invalid name '{name}': use letters, digits, '-', '_' and '.'.";

    /// <summary>
    /// Parses keys from a file or a pipe: lines of the shared credentials file, <c>export AWS_ACCESS_KEY_ID=…</c> as consoles show
    /// them, or the values, one per line.
    /// </summary>
    /// <returns>Null if there are none.</returns>
    public static TypedKeys? Parse(string text)
    {
        Dictionary<string, string> named = new(StringComparer.OrdinalIgnoreCase);
        List<string> bare = [];
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line is not ("" or ['#' or '[', ..])))
        {
            if (NamedPattern().Match(line) is { Success: true } match)
                named[match.Groups["name"].Value] = match.Groups["value"].Value.Trim().Trim('"', '\'');
            else bare.Add(line);
        }

        var id = named.GetValueOrDefault("aws_access_key_id") ?? bare.ElementAtOrDefault(0);
        var secret = named.GetValueOrDefault("aws_secret_access_key") ?? bare.ElementAtOrDefault(1);
        return id is not null && secret is not null
            ? new TypedKeys(id, secret, named.GetValueOrDefault("aws_session_token") ?? bare.ElementAtOrDefault(2))
            : null;
    }

    /// <summary>Verifies the keys with AWS.</summary>
    /// <param name="name">The name for the keys.</param>
    /// <exception cref="SignInException">AWS rejects them.</exception>
    public async Task<AwsAccount> CheckAsync(
        string name, string region, SignInContext context, AwsClientOptions? calls, CancellationToken ct)
    {
        var asked = new AwsAccount
        {
            AccountId = "",
            Arn = "",
            Name = name,
            Identity = Identity(name, region),
            Credentials = SessionToken is null
                ? new BasicAWSCredentials(AccessKeyId, SecretAccessKey)
                : new SessionAWSCredentials(AccessKeyId, SecretAccessKey, SessionToken),
            Endpoint = (context.Variable("AWS_ENDPOINT_URL_STS") ?? context.Variable("AWS_ENDPOINT_URL")) is { Length: > 0 } url
                ? new Uri(url)
                : null,
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
        catch (AmazonServiceException e)
            when (AwsFaults.Explain(e) is { Kind: FaultKind.SignIn or FaultKind.Denied or FaultKind.NotOptedIn or FaultKind.Invalid } fault)
        {
            throw new SignInException($"AWS rejects these keys: {fault.Message}", e);
        }
    }

    // A record's ToString would include the keys.
    public override string ToString() => "typed keys";

    private static Identity Identity(string name, string region) =>
        new(Identities.KeyringPrefix + name, IdentityKind.Keyring, "keys entered here") { Region = region };

    [GeneratedRegex("^[A-Z0-9]{16,128}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(
        @"^(export\s+|set\s+|\$env:)?(?<name>aws_(access_key_id|secret_access_key|session_token))\s*=\s*(?<value>.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex NamedPattern();
}
