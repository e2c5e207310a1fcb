using System.Net;
using Amazon.Runtime;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The one connection pool behind all clients of an account, with its time-outs set.</summary>
internal sealed class HttpConnections(HttpMessageHandler network, TimeSpan requestTimeout) : HttpClientFactory, IDisposable
{
    /// <summary>The SDK sets none, which means to wait without end.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient http = new(new WholeExchange(network)) { Timeout = requestTimeout };

    /// <summary>The machine's usual way to AWS, or straight to an endpoint of our own.</summary>
    public static SocketsHttpHandler ToNetwork(Uri? endpoint) => new()
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        // A redirect is answered to the caller: following one would send a signed mutation a second time.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // A sandbox is on this machine, and a proxy would not find it.
        UseProxy = endpoint is not { IsLoopback: true },
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => http.Dispose();

    /// <summary>Makes one exchange what it should be: sent once, and over with the last byte of the answer.</summary>
    private sealed class WholeExchange(HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // SocketsHttpHandler itself sends a request again when a used connection closes without an answer, unless it has
            // begun to send content: S3's creates and deletes have none.
            if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            {
                request.Content ??= new ByteArrayContent([]);
            }

            // The SDK returns to us with the headers and reads the body outside every time-out.
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
