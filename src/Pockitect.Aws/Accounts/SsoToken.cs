using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SSO.Model;
using Pockitect.Aws.Clients;

namespace Pockitect.Aws.Accounts;

/// <summary>What a sign-in through the browser left behind: here, the AWS CLI's own in <c>~/.aws/sso/cache</c>.</summary>
internal sealed record SsoToken(string AccessToken, DateTimeOffset ExpiresAt)
{
    // A record prints its properties.
    public override string ToString() => $"sign-in until {ExpiresAt:u}";

    /// <summary>The one that stands for a profile; null where nobody signed in.</summary>
    public static SsoToken? Find(SharedProfile profile, SharedFiles files, SignInContext context)
    {
        // AWS's tools name the file by the session, or where there is none by the address.
        var key = profile["sso_session"] ?? profile["sso_start_url"] ?? "";
#pragma warning disable CA5350 // A name that others chose, and no secret.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)));
#pragma warning restore CA5350
        var path = Path.Combine(context.Home, ".aws", "sso", "cache", name + ".json");
        try
        {
            return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is { } note
                && note["accessToken"]?.GetValue<string>() is { Length: > 0 } token
                && DateTimeOffset.TryParse(note["expiresAt"]?.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var ends)
                    ? new SsoToken(token, ends)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // Half written or not ours to read: as good as none, and signing in makes a new one.
            return null;
        }
    }

    /// <summary>What keeps a profile from being used; null where nothing does.</summary>
    public static string? ProblemOf(SsoToken? token, SharedProfile profile, SignInContext context)
        => profile["sso_account_id"] is null || profile["sso_role_name"] is null ? $"Profile '{profile.Name}' has no sso_account_id or no sso_role_name. `aws configure sso` sets both."
            : token is null ? $"Nobody is signed in to SSO. {SignInAgain(profile.Name)}"
            : token.ExpiresAt <= context.Time.GetUtcNow() ? $"The sign-in to SSO ended at {token.ExpiresAt:u}. {SignInAgain(profile.Name)}"
            : null;

    public static string SignInAgain(string profile) => $"Sign in: aws sso login --profile {profile}";

    /// <summary>The keys of a profile's role, for as long as somebody is signed in. The token is looked for anew each time.</summary>
    public static CredentialSource SourceOf(SharedProfile profile, SignInContext context, Func<AwsClients> nobody) => async ct =>
    {
        var files = SharedFiles.Read(context);
        var token = Find(profile, files, context);
        if (ProblemOf(token, profile, context) is { } problem) throw new SignInException(problem);
        var region = (profile["sso_session"] is { } session ? files.OfSession(session, "sso_region") : null) ?? profile["sso_region"]
            ?? throw new SignInException($"Profile '{profile.Name}' does not say the Region of its SSO: sso_region is missing.");
        using var clients = nobody();
        var request = new GetRoleCredentialsRequest
        {
            AccessToken = token!.AccessToken, // Its lack is a problem.
            AccountId = profile["sso_account_id"],
            RoleName = profile["sso_role_name"],
        };
        try
        {
            var role = (await clients.Sso(region).GetRoleCredentialsAsync(request, ct)).RoleCredentials;
            return new HeldKeys(
                new(role.AccessKeyId, role.SecretAccessKey, role.SessionToken, profile["sso_account_id"]), DateTimeOffset.FromUnixTimeMilliseconds(role.Expiration ?? 0));
        }
        catch (UnauthorizedException e)
        {
            throw new SignInException($"SSO does not take the sign-in any more. {SignInAgain(profile.Name)}", e);
        }
        catch (Amazon.SSO.AmazonSSOException e) when (e.StatusCode is System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.NotFound)
        {
            throw new SignInException($"SSO does not give you the role {profile["sso_role_name"]} in account {profile["sso_account_id"]}: {e.Message}", e);
        }
    };
}
