using System.Net;
using Amazon.Runtime;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The connection pool of all clients of an account, with timeouts.</summary>
internal sealed class HttpConnections(HttpMessageHandler network, TimeSpan requestTimeout) : HttpClientFactory, IDisposable
{
    /// <summary>The SDK sets none, so it would wait forever.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new WholeExchange(network)) { Timeout = requestTimeout };

    /// <summary>The machine's default path to AWS, or directly to our own endpoint.</summary>
    public static SocketsHttpHandler ToNetwork(Uri? endpoint) => new()
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        // A redirect is returned to the caller: following it would send a signed change twice.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // A sandbox is on this machine, where a proxy can't reach it.
        UseProxy = endpoint is not { IsLoopback: true },
    };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _http.Dispose();

    /// <summary>Makes each exchange safe: sent once, and complete with the last byte of the answer.</summary>
    private sealed class WholeExchange(HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // SocketsHttpHandler resends a request if a used connection closes without an answer, unless it has started to send content.
            // S3's creates and deletes have no content.
            if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            {
                request.Content ??= new ByteArrayContent([]);
            }

            // The SDK returns after the headers and reads the body without a timeout.
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
