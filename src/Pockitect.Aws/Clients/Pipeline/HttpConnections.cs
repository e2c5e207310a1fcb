using System.Net;
using Amazon.Runtime;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The one connection pool behind all clients of an account, with its time-outs set.</summary>
internal sealed class HttpConnections : HttpClientFactory, IDisposable
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;

    /// <summary>A pool of its own for an endpoint of ours, or the machine's usual way to AWS.</summary>
    public HttpConnections(Uri? endpoint) : this(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        // A redirect is answered to the caller: following one would send a signed mutation a second time.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // A sandbox is on this machine, and a proxy would not find it.
        UseProxy = endpoint is null,
    })
    {
    }

    public HttpConnections(HttpMessageHandler handler)
        => http = new HttpClient(handler) { Timeout = RequestTimeout };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => http.Dispose();
}
