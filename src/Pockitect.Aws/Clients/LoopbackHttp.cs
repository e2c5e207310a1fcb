namespace Pockitect.Aws.Clients;

/// <summary>
/// HTTP to this computer: the sandbox's control API, the running app. Never through a proxy, which would reach another computer.
/// </summary>
public static class LoopbackHttp
{
    public static HttpClient Create(TimeSpan timeout) =>
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = timeout })
        {
            Timeout = timeout,
        };
}
