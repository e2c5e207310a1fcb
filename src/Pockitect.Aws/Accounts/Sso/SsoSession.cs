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
        var sections = SharedFile.Read(context.ConfigFile);
        var found = new Dictionary<string, (SsoProfile?, string?)>(StringComparer.Ordinal);
        foreach (var (title, values) in sections)
        {
            var name = title == "default" ? title : title.StartsWith("profile ", StringComparison.Ordinal) ? title["profile ".Length..].Trim() : null;
            if (name is not null && (values.ContainsKey("sso_session") || values.ContainsKey("sso_start_url"))) found[name] = Of(name, values, sections);
        }

        return found;
    }

    private static (SsoProfile? Profile, string? Problem) Of(
        string name, IReadOnlyDictionary<string, string> profile, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> sections)
    {
        var settings = profile;
        if (profile.GetValueOrDefault("sso_session") is { } session && !sections.TryGetValue($"sso-session {session}", out settings))
            return (null, $"Profile '{name}' names the sso-session '{session}', which is not in the file. Add it: aws configure sso-session");
        var missing = ((string[])["sso_start_url", "sso_region"]).Where(key => settings!.GetValueOrDefault(key) is not { Length: > 0 }).ToList();
        if (missing.Count > 0) return (null, $"Profile '{name}' does not say its {string.Join(" and ", missing)}. Add what is missing: aws configure sso");

        List<string> scopes = [.. (settings!.GetValueOrDefault("sso_registration_scopes") ?? SsoSession.AccountAccess).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var where = new SsoSession(profile.GetValueOrDefault("sso_session"), settings["sso_start_url"], settings["sso_region"], scopes);
        return (new SsoProfile(name, where, profile.GetValueOrDefault("sso_account_id"), profile.GetValueOrDefault("sso_role_name")), null);
    }
}
