using Amazon;
using Amazon.Runtime;
using Amazon.SSO;
using Amazon.SSOOIDC;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>The two services of a browser sign-in. Neither needs a signature: they only need a token.</summary>
internal sealed class SsoClients : IDisposable
{
    private readonly Uri? _oidcEndpoint;
    private readonly AwsClients _oidc;
    private readonly AwsClients _portal;

    public SsoClients(SignInContext context, AwsClientOptions? calls)
    {
        _oidcEndpoint = Endpoint(context, "AWS_ENDPOINT_URL_SSO_OIDC");
        _oidc = new AwsClients(Nobody(_oidcEndpoint), calls);
        _portal = new AwsClients(Nobody(Endpoint(context, "AWS_ENDPOINT_URL_SSO")), calls);
    }

    public IAmazonSSOOIDC Oidc(string region) => _oidc.SsoOidc(region);

    public IAmazonSSO Portal(string region) => _portal.Sso(region);

    /// <summary>Returns the page where a browser sign-in starts.</summary>
    public Uri AuthorizePage(string region) =>
        new((_oidcEndpoint?.AbsoluteUri.TrimEnd('/')
            ?? $"https://oidc.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}")
            + "/authorize");

    public void Dispose()
    {
        _oidc.Dispose();
        _portal.Dispose();
    }

    private static Uri? Endpoint(SignInContext context, string variable) =>
        (context.Variable(variable) ?? context.Variable("AWS_ENDPOINT_URL")) is { Length: > 0 } url ? new Uri(url) : null;

    private static AwsAccount Nobody(Uri? endpoint) =>
        new()
        {
            AccountId = "",
            Arn = "",
            Name = "sso",
            Identity = new Identity("sso", IdentityKind.Sso, "not signed in"),
            Credentials = new AnonymousAWSCredentials(),
            Endpoint = endpoint,
        };
}
