using Amazon.Runtime;
using Amazon.SSO.Model;
using Amazon.SSOOIDC;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;
using Oidc = Amazon.SSOOIDC.Model;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>Explains errors from IAM Identity Center, with one fix each.</summary>
internal static class SsoFaults
{
    /// <summary>Whether the error is not about the sign-in: the service was unreachable, busy or failed.</summary>
    public static bool IsElsewhere(AmazonServiceException e) =>
        AwsFaults.Explain(e).Kind is FaultKind.Unreachable or FaultKind.Throttled or FaultKind.Ambiguous or FaultKind.Cancelled;

    public static SignInException NotSignedIn(SsoSession session, AmazonSSOOIDCException e) => e switch
    {
        Oidc.AccessDeniedException => new($"The sign-in at {session.StartUrl} was refused.", e),
        Oidc.ExpiredTokenException => new("The code expired. Sign in again for a new one.", e),
        Oidc.InvalidRequestException or Oidc.InvalidRequestRegionException =>
            new(
                $"IAM Identity Center in {session.Region} rejects {session.StartUrl}: {Said(e)} Check sso_start_url and sso_region in "
                    + "the shared AWS file.",
                e),
        Oidc.InvalidScopeException =>
            new($"IAM Identity Center does not know a scope of {string.Join(", ", session.Scopes)}. Fix sso_registration_scopes.", e),
        _ => new($"IAM Identity Center did not sign you in at {session.StartUrl}: {Said(e)} Start again.", e),
    };

    /// <summary>The sign-in of a profile has expired, was ended or never existed.</summary>
    public static string Ended(string profile) =>
        $"The sign-in of profile '{profile}' has expired. Sign in again: `pockitect login {CommandHint.Quote($"profile:{profile}")}`.";

    public static SignInException NotLetIn(SsoProfile profile, AmazonServiceException e) => e switch
    {
        UnauthorizedException => new(Ended(profile.Name), e),
        _ => new(
            $"IAM Identity Center denies access to account {profile.AccountId} as {profile.RoleName} (profile '{profile.Name}'): "
            + $"{e.Message} "
                + "Check sso_account_id and sso_role_name, or ask an administrator to assign it to you.",
            e),
    };

    private static string Said(AmazonSSOOIDCException e)
    {
        var said = e switch
        {
            Oidc.InvalidRequestException given => given.Error_description,
            Oidc.InvalidGrantException given => given.Error_description,
            Oidc.InvalidClientException given => given.Error_description,
            _ => null,
        } ?? e.Message;
        return said.EndsWith('.') ? said : said + ".";
    }
}
