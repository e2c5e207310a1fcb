using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using SessionKeys = Amazon.SecurityToken.Model.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>
/// A role that is assumed with other credentials or with a token, through our own clients, so that timeouts, endpoints and errors are the
/// same as for every other call.
/// </summary>
/// <param name="who">Who assumes it, as text: "profile dev".</param>
/// <param name="clients">Creates the clients of the assuming identity; a token needs none.</param>
internal sealed class RoleSource(string who, string roleArn, string region, SignInContext context, Func<AwsClients> clients)
{
    public string? SessionName { get; init; }

    public string? ExternalId { get; init; }

    public string? MfaSerial { get; init; }

    /// <summary>In seconds, as in the file.</summary>
    public string? Duration { get; init; }

    public async Task<HeldKeys> TakeAsync(CancellationToken ct)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = roleArn,
            RoleSessionName = Session,
            ExternalId = ExternalId,
            DurationSeconds = Seconds,
        };
        if (MfaSerial is not null)
        {
            request.SerialNumber = MfaSerial;
            request.TokenCode = (await context.AskMfaCode(MfaSerial, ct)).Trim();
        }

        return await AskAsync(async aws => (await aws.Sts(region).AssumeRoleAsync(request, ct)).Credentials);
    }

    /// <summary>Uses the token in a file, which its author renews.</summary>
    public async Task<HeldKeys> TakeByTokenAsync(string file, CancellationToken ct)
    {
        string token;
        try
        {
            token = await File.ReadAllTextAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignInException($"Can't read the token of {who}: {e.Message}", e);
        }

        var request = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = roleArn,
            RoleSessionName = Session,
            WebIdentityToken = token.Trim(),
            DurationSeconds = Seconds,
        };
        return await AskAsync(async aws => (await aws.Sts(region).AssumeRoleWithWebIdentityAsync(request, ct)).Credentials);
    }

    private string Session => SessionName ?? Profiles.Given("AWS_ROLE_SESSION_NAME", context) ?? "pockitect";

    private int? Seconds => Duration is null ? null
        : int.TryParse(Duration, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : throw new SignInException($"Invalid duration_seconds '{Duration}' of {who}. Use a number of seconds.");

    private async Task<HeldKeys> AskAsync(Func<AwsClients, Task<SessionKeys>> ask)
    {
        using var aws = clients();
        try
        {
            var keys = await ask(aws);
            var expires = keys.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : (DateTimeOffset?)null;
            return new HeldKeys(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken, Profiles.AccountOf(roleArn)), expires);
        }
        catch (AmazonServiceException e)
            when (AwsFaults.Explain(
                e) is
            {
                Kind: FaultKind.Denied or FaultKind.DeniedByOrganisation or FaultKind.Invalid or FaultKind.SignIn
                    or FaultKind.NotOptedIn
            } fault)
        {
            throw new SignInException($"Can't assume the role {roleArn} of {who}: {fault.Message}", e);
        }
    }
}
