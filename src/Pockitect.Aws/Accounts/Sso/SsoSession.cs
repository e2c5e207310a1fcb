namespace Pockitect.Aws.Accounts.Sso;

/// <summary>Where a sign-in through the browser is done: one start URL of IAM Identity Center.</summary>
/// <param name="Name">The <c>sso-session</c>'s name; null for a profile that names its start URL itself.</param>
/// <param name="StartUrl">https://my-company.awsapps.com/start</param>
/// <param name="Region">Where this IAM Identity Center is.</param>
/// <param name="Scopes">What the sign-in is to allow.</param>
public sealed record SsoSession(string? Name, string StartUrl, string Region, IReadOnlyList<string> Scopes)
{
    public const string AccountAccess = "sso:account:access";

    /// <summary>What its token is kept by: here after "sso:", and in the AWS CLI's cache.</summary>
    public string Key => Name ?? StartUrl;
}

/// <summary>A profile of the shared AWS files that stands for a sign-in through the browser.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Session">Where the sign-in is done.</param>
/// <param name="AccountId">The account that it opens; null where the profile does not say.</param>
/// <param name="RoleName">The permission set that it opens; null where the profile does not say.</param>
public sealed record SsoProfile(string Name, SsoSession Session, string? AccountId, string? RoleName)
{
    /// <summary>The profiles of the shared AWS files that name a sign-in, whole or not, by name.</summary>
    /// <returns>Each with what is missing for a sign-in; null in place of the profile then.</returns>
    public static IReadOnlyDictionary<string, (SsoProfile? Profile, string? Problem)> Read(SignInContext context)
    {
        var files = SharedFiles.Read(context);
        return files.Profiles.Where(profile => (profile["sso_session"] ?? profile["sso_start_url"]) is not null)
            .ToDictionary(profile => profile.Name, profile => Of(profile, files), StringComparer.Ordinal);
    }

    /// <summary>What a profile says of its sign-in; where that is not enough for one, what is missing.</summary>
    internal static (SsoProfile? Profile, string? Problem) Of(SharedProfile profile, SharedFiles files)
    {
        var session = profile["sso_session"];
        if (session is not null && !files.HasSession(session))
            return (null, $"Profile '{profile.Name}' names the sso-session '{session}', which is not in the file. Add it: aws configure sso-session");
        string? Setting(string key) => session is null ? profile[key] : files.OfSession(session, key);

        if (Setting("sso_start_url") is not { } url || Setting("sso_region") is not { } region)
        {
            var missing = ((string[])["sso_start_url", "sso_region"]).Where(key => Setting(key) is null);
            return (null, $"Profile '{profile.Name}' does not say its {string.Join(" and ", missing)}. Add what is missing: aws configure sso");
        }

        List<string> scopes = [.. (Setting("sso_registration_scopes") ?? SsoSession.AccountAccess).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return (new SsoProfile(profile.Name, new SsoSession(session, url, region, scopes), profile["sso_account_id"], profile["sso_role_name"]), null);
    }

    /// <summary>Why it opens no account; null where it says which, and as whom.</summary>
    public string? Lacks => AccountId is null || RoleName is null
        ? $"Profile '{Name}' does not say its sso_account_id and sso_role_name. Add them: aws configure sso --profile {Name}"
        : null;
}
