using Pockitect.Aws.Accounts.Stores;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>A browser sign-in: a start URL of IAM Identity Center.</summary>
/// <param name="Name">The <c>sso-session</c>'s name; null for a profile with its own start URL.</param>
/// <param name="StartUrl">https://my-company.awsapps.com/start</param>
/// <param name="Region">The Region of this IAM Identity Center.</param>
/// <param name="Scopes">The requested scopes.</param>
public sealed record SsoSession(string? Name, string StartUrl, string Region, IReadOnlyList<string> Scopes)
{
    public const string AccountAccess = "sso:account:access";

    /// <summary>The key of its token: here after "sso:", and in the AWS CLI's cache.</summary>
    public string Key => Name ?? StartUrl;
}

/// <summary>An SSO profile in the shared AWS files.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Session">The sign-in.</param>
/// <param name="AccountId">The account; null if the profile has none.</param>
/// <param name="RoleName">The permission set; null if the profile has none.</param>
public sealed record SsoProfile(string Name, SsoSession Session, string? AccountId, string? RoleName)
{
    /// <summary>Returns the SSO profiles of the shared AWS files by name, including incomplete ones.</summary>
    /// <returns>Each profile, or null with the missing settings.</returns>
    public static IReadOnlyDictionary<string, (SsoProfile? Profile, string? Problem)> Read(SignInContext context)
    {
        var files = SharedFiles.Read(context);
        return files.Profiles.Where(profile => (profile["sso_session"] ?? profile["sso_start_url"]) is not null)
            .ToDictionary(profile => profile.Name, profile => Of(profile, files), StringComparer.Ordinal);
    }

    /// <summary>Returns a profile's sign-in, or the missing settings.</summary>
    internal static (SsoProfile? Profile, string? Problem) Of(SharedProfile profile, SharedFiles files)
    {
        var session = profile["sso_session"];
        if (session is not null && !files.HasSession(session))
        {
            return (
                null,
                $"Profile '{profile.Name}' refers to the sso-session '{session}', which doesn't exist. Add it: aws configure sso-session");
        }

        string? Setting(string key) => session is null ? profile[key] : files.OfSession(session, key);

        if (Setting("sso_start_url") is not { } url || Setting("sso_region") is not { } region)
        {
            var missing = ((string[])["sso_start_url", "sso_region"]).Where(key => Setting(key) is null);
            return (null, $"Profile '{profile.Name}' has no {string.Join(" and ", missing)}. Add the missing settings: aws configure sso");
        }

        List<string> scopes = [
            .. (Setting("sso_registration_scopes") ?? SsoSession.AccountAccess).Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
        return (
            new SsoProfile(profile.Name, new SsoSession(session, url, region, scopes), profile["sso_account_id"], profile["sso_role_name"]),
            null);
    }

    /// <summary>Why it can't open an account; null if it can.</summary>
    public string? Lacks => AccountId is null || RoleName is null
        ? $"Profile '{Name}' has no sso_account_id and sso_role_name. Add them: aws configure sso --profile {Name}"
        : null;
}
