using Pockitect.Aws.Accounts.Sso;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>The kind of a profile.</summary>
internal enum ProfileKind
{
    /// <summary>Only settings, such as a Region.</summary>
    Nothing,
    Keys,
    RoleOverProfile,
    RoleOverMachine,
    WebIdentity,
    Sso,
    Process,
}

/// <summary>Interprets profiles' settings, without calls.</summary>
internal static class Profiles
{
    /// <summary>Returns the first kind that fits, in the order of the AWS CLI.</summary>
    public static ProfileKind KindOf(SharedProfile profile) => profile switch
    {
        _ when profile["role_arn"] is not null && profile["web_identity_token_file"] is not null => ProfileKind.WebIdentity,
        _ when profile["role_arn"] is not null && profile["source_profile"] is not null => ProfileKind.RoleOverProfile,
        _ when profile["role_arn"] is not null && profile["credential_source"] is not null => ProfileKind.RoleOverMachine,
        _ when profile["sso_session"] is not null || profile["sso_start_url"] is not null => ProfileKind.Sso,
        _ when profile["aws_access_key_id"] is not null => ProfileKind.Keys,
        _ when profile["credential_process"] is not null => ProfileKind.Process,
        _ => ProfileKind.Nothing,
    };

    public static Identity Describe(SharedProfile profile, SharedFiles files, SignInContext context)
    {
        var kind = KindOf(profile);
        var (sso, problemOfSso) = kind is ProfileKind.Sso ? SsoProfile.Of(profile, files) : default;
        return new Identity(
            Identities.ProfilePrefix + profile.Name,
            kind switch
            {
                ProfileKind.Sso => IdentityKind.Sso,
                ProfileKind.WebIdentity => IdentityKind.WebIdentity,
                _ => IdentityKind.Profile,
            },
            $"{Origin(profile, kind)}, in {profile.Where}")
        {
            Region = RegionOf(profile, context),
            AccountId = AccountOf(profile["role_arn"]) ?? profile["sso_account_id"] ?? profile["aws_account_id"],
            // The expiry of the sign-in, not of the role keys, which renew.
            Expires = sso is null ? null : SsoTokens.EndOf(sso.Session, context),
            Problem = profile.Problem ?? ProblemOf(profile, kind, files, [profile.Name]) ?? problemOfSso ?? sso?.Lacks,
        };
    }

    /// <summary>Returns a profile's own Region, otherwise the environment's.</summary>
    public static string? RegionOf(SharedProfile? profile, SignInContext context)
        => profile?["region"] ?? Given("AWS_REGION", context) ?? Given("AWS_DEFAULT_REGION", context);

    /// <summary>Returns the account in a role's ARN.</summary>
    public static string? AccountOf(string? arn) => arn?.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;

    public static string? Given(string name, SignInContext context) => context.Variable(name) is { Length: > 0 } value ? value : null;

    private static string Origin(SharedProfile profile, ProfileKind kind) => kind switch
    {
        ProfileKind.RoleOverProfile =>
            $"role {profile["role_arn"]} over profile {profile["source_profile"]}{(profile["mfa_serial"] is null ? "" : " with MFA")}",
        ProfileKind.RoleOverMachine => $"role {profile["role_arn"]} over {profile["credential_source"]}",
        ProfileKind.WebIdentity => $"role {profile["role_arn"]} with the token in {profile["web_identity_token_file"]}",
        ProfileKind.Sso => $"sign-in at {profile["sso_session"] ?? profile["sso_start_url"]} as {profile["sso_role_name"]}",
        // The command's arguments may contain a secret.
        ProfileKind.Process => "keys from a program (credential_process)",
        ProfileKind.Keys => "keys",
        _ => "settings only",
    };

    private static string? ProblemOf(SharedProfile profile, ProfileKind kind, SharedFiles files, List<string> way) => kind switch
    {
        ProfileKind.Nothing when profile["role_arn"] is not null =>
            $"Profile '{profile.Name}' has a role_arn but no source of credentials. Add source_profile or credential_source.",
        ProfileKind.Nothing => $"Profile '{profile.Name}' has no credentials.",
        ProfileKind.Keys when profile["aws_secret_access_key"] is null =>
            $"Profile '{profile.Name}' has an aws_access_key_id but no aws_secret_access_key.",
        ProfileKind.WebIdentity when !File.Exists(profile["web_identity_token_file"]) =>
            $"Token file {profile["web_identity_token_file"]} of profile '{profile.Name}' not found.",
        ProfileKind.RoleOverMachine when profile["credential_source"] is not ("Environment" or "EcsContainer" or "Ec2InstanceMetadata") =>
            $"Profile '{profile.Name}' has an invalid credential_source '{profile["credential_source"]}'. Use Environment, EcsContainer "
                + "or Ec2InstanceMetadata.",
        ProfileKind.RoleOverProfile => OfSource(profile, files, way),
        _ => null,
    };

    private static string? OfSource(SharedProfile profile, SharedFiles files, List<string> way)
    {
        var name = profile["source_profile"]!; // Its kind requires it.
        if (files.Find(name) is not { } source)
            return $"Profile '{profile.Name}' refers to the source_profile '{name}', which doesn't exist.";
        // A profile may have a role and the keys to assume it.
        if (name == profile.Name)
            return source["aws_access_key_id"] is null ? $"Profile '{name}' is its own source_profile but has no keys." : null;
        if (way.Contains(name)) return $"Circular source_profile settings: {string.Join(" → ", way.Append(name))}.";
        return source.Problem ?? ProblemOf(source, KindOf(source), files, [.. way, name]);
    }
}
