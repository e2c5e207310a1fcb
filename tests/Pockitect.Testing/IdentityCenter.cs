using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Pockitect.Testing;

/// <summary>
/// IAM Identity Center as far as a sign-in sees it, on a real socket: its OIDC service with the page that a browser is sent to, and its
/// access portal. Every secret that it gives out has <see cref="Canary"/> in it.
/// </summary>
public sealed class IdentityCenter : IAsyncDisposable
{
    public const string Canary = "canary-of-the-sign-in";
    public const string StartUrl = "https://example.awsapps.com/start";

    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly ConcurrentDictionary<string, Client> _clients = new();
    private readonly ConcurrentDictionary<string, Code> _codes = new();
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new();
    private readonly ConcurrentDictionary<string, bool> _accessTokens = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private int _count;

    private IdentityCenter(HttpListener listener, Uri endpoint)
    {
        _listener = listener;
        Endpoint = endpoint;
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>What was called, in order; "token refresh_token" with the grant.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>What the token call answers before it gives a token for a device: authorization_pending, slow_down, expired_token, access_denied.</summary>
    public ConcurrentQueue<string> DeviceAnswers { get; } = new();

    /// <summary>The person says no.</summary>
    public bool Refuses { get; set; }

    /// <summary>Seconds that an access token is good for.</summary>
    public int TokenSeconds { get; set; } = 3600;

    /// <summary>Refresh tokens come with tokens.</summary>
    public bool Renews { get; set; } = true;

    /// <summary>The role that people have in account 123456789012.</summary>
    public string Role { get; set; } = "Developer";

    /// <summary>The service fails for a while.</summary>
    public bool IsDown { get; set; }

    public static IdentityCenter Start()
    {
        while (true)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            free.Stop();
            var listener = new HttpListener { Prefixes = { endpoint.AbsoluteUri } };
            try
            {
                listener.Start();
                return new IdentityCenter(listener, endpoint);
            }
            catch (HttpListenerException)
            {
                // Somebody else took the port in between.
                listener.Close();
            }
        }
    }

    /// <summary>The lines of a shared config file with one SSO session and a profile of it, "dev".</summary>
    public static string Config { get; } = $"""
        [profile dev]
        sso_session = company
        sso_account_id = 123456789012
        sso_role_name = Developer

        [sso-session company]
        sso_start_url = {StartUrl}
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """;

    /// <summary>Forgets every sign-in, as an administrator can.</summary>
    public void EndAll()
    {
        _accessTokens.Clear();
        _refreshTokens.Clear();
    }

    /// <summary>An access token that the AWS CLI might have got.</summary>
    public string Token() => Remember(_accessTokens, "access");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                if (!_listener.IsListening) return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.InputStream);
        var body = await reader.ReadToEndAsync();
        var json = body.StartsWith('{') ? JsonNode.Parse(body)!.AsObject() : [];
        var call = request.Url!.AbsolutePath.TrimStart('/');
        _calls.Enqueue(call == "token" ? $"token {(string?)json["grantType"]}" : call);
        using var response = context.Response;
        // HttpListener closes an idle connection after 15 s without telling the client. On a busy machine, the client's next request would fail.
        response.KeepAlive = false;
        try
        {
            if (IsDown) throw new Refusal(503, "ServiceUnavailableException", "service_unavailable", "Try again later.");
            var answer = call switch
            {
                "client/register" => Register(json),
                "authorize" => Authorize(HttpUtility.ParseQueryString(request.Url.Query), response),
                "device_authorization" => Device(json),
                "token" => Token(json),
                "federation/credentials" => Credentials(request),
                "logout" => Logout(request),
                _ => throw new Refusal(404, "ResourceNotFoundException", "not_found", call),
            };
            if (answer is not null) await WriteAsync(response, answer);
        }
        catch (Refusal e)
        {
            response.StatusCode = e.Status;
            response.Headers["x-amzn-ErrorType"] = e.Type;
            await WriteAsync(response, new JsonObject { ["error"] = e.Error, ["error_description"] = e.Message, ["message"] = e.Message });
        }
    }

    private JsonObject Register(JsonObject json)
    {
        var client = new Client($"client-{Next()}", $"{Canary}-client-{Next()}", [.. json["redirectUris"]?.AsArray().Select(uri => (string)uri!) ?? []]);
        if ((string?)json["clientType"] != "public") throw new Refusal(400, "InvalidClientMetadataException", "invalid_client_metadata", "clientType");
        _clients[client.Id] = client;
        return new() { ["clientId"] = client.Id, ["clientSecret"] = client.Secret, ["clientIdIssuedAt"] = 1, ["clientSecretExpiresAt"] = DateTimeOffset.MaxValue.ToUnixTimeSeconds() };
    }

    /// <summary>The person is signed in already, and says yes or no at once.</summary>
    private JsonObject? Authorize(System.Collections.Specialized.NameValueCollection query, HttpListenerResponse response)
    {
        var back = new Uri(query["redirect_uri"]!);
        // A loopback address is registered without its port (RFC 8252).
        if (!_clients.TryGetValue(query["client_id"] ?? "", out var client) || !client.Redirects.Contains($"{back.Scheme}://{back.Host}{back.AbsolutePath}"))
            throw new Refusal(400, "InvalidRequestException", "invalid_request", "client or redirect");
        if (query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["scopes"] != "sso:account:access")
            throw new Refusal(400, "InvalidRequestException", "invalid_request", "not a code with PKCE");

        var code = $"{Canary}-code-{Next()}";
        _codes[code] = new Code(client, query["code_challenge"]!, back.AbsoluteUri);
        response.StatusCode = 302;
        var brings = Refuses ? "error=access_denied" : $"code={code}";
        response.RedirectLocation = $"{back.AbsoluteUri}?{brings}&state={Uri.EscapeDataString(query["state"]!)}";
        return null;
    }

    private JsonObject Device(JsonObject json)
    {
        var client = ClientOf(json);
        if ((string?)json["startUrl"] != StartUrl) throw new Refusal(400, "InvalidRequestException", "invalid_request", "Invalid start URL provided.");
        var code = $"{Canary}-device-{Next()}";
        _codes[code] = new Code(client, "", "");
        return new()
        {
            ["deviceCode"] = code,
            ["userCode"] = "ABCD-EFGH",
            ["verificationUri"] = $"{Endpoint}device",
            ["verificationUriComplete"] = $"{Endpoint}device?user_code=ABCD-EFGH",
            ["expiresIn"] = 600,
            ["interval"] = 1,
        };
    }

    private JsonObject Token(JsonObject json)
    {
        var client = ClientOf(json);
        switch ((string?)json["grantType"])
        {
            case "authorization_code":
                if (!_codes.TryRemove((string?)json["code"] ?? "", out var code) || code.Client != client || code.Redirect != (string?)json["redirectUri"])
                    throw new Refusal(400, "InvalidGrantException", "invalid_grant", "Invalid code");
                var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes((string?)json["codeVerifier"] ?? ""))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
                if (challenge != code.Challenge) throw new Refusal(400, "InvalidGrantException", "invalid_grant", "Invalid verifier");
                break;
            case "urn:ietf:params:oauth:grant-type:device_code":
                if (DeviceAnswers.TryDequeue(out var answer)) throw Device(answer);
                if (!_codes.TryRemove((string?)json["deviceCode"] ?? "", out _)) throw new Refusal(400, "InvalidGrantException", "invalid_grant", "Invalid device code");
                break;
            case "refresh_token":
                // Good for once.
                if (!_refreshTokens.TryRemove((string?)json["refreshToken"] ?? "", out _)) throw new Refusal(400, "InvalidGrantException", "invalid_grant", "Invalid refresh token");
                break;
            default:
                throw new Refusal(400, "UnsupportedGrantTypeException", "unsupported_grant_type", "grantType");
        }

        var token = new JsonObject { ["accessToken"] = Token(), ["expiresIn"] = TokenSeconds, ["tokenType"] = "Bearer" };
        if (Renews) token["refreshToken"] = Remember(_refreshTokens, "refresh");
        return token;
    }

    private static Refusal Device(string answer) => answer switch
    {
        "authorization_pending" => new(400, "AuthorizationPendingException", answer, "Pending"),
        "slow_down" => new(400, "SlowDownException", answer, "Slow down"),
        "expired_token" => new(400, "ExpiredTokenException", answer, "Expired"),
        _ => new(400, "AccessDeniedException", answer, "Denied"),
    };

    private JsonObject Credentials(HttpListenerRequest request)
    {
        Demand(request);
        if (request.QueryString["account_id"] != "123456789012" || request.QueryString["role_name"] != Role) throw new Refusal(403, "ForbiddenException", "forbidden", "No access");
        return new()
        {
            ["roleCredentials"] = new JsonObject
            {
                ["accessKeyId"] = $"ASIAROLE{Next():D12}",
                ["secretAccessKey"] = $"{Canary}-role-{Next()}",
                ["sessionToken"] = $"{Canary}-session-{Next()}",
                ["expiration"] = DateTimeOffset.Parse("2100-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            },
        };
    }

    private JsonObject Logout(HttpListenerRequest request)
    {
        _accessTokens.TryRemove(Demand(request), out _);
        return [];
    }

    private string Demand(HttpListenerRequest request) => request.Headers["x-amz-sso_bearer_token"] is { } token && _accessTokens.ContainsKey(token)
        ? token
        : throw new Refusal(401, "UnauthorizedException", "unauthorized", "Session token not found or invalid");

    private Client ClientOf(JsonObject json) => _clients.TryGetValue((string?)json["clientId"] ?? "", out var client) && client.Secret == (string?)json["clientSecret"]
        ? client
        : throw new Refusal(401, "InvalidClientException", "invalid_client", "Invalid client");

    private string Remember(ConcurrentDictionary<string, bool> tokens, string kind)
    {
        var token = $"{Canary}-{kind}-{Next()}";
        tokens[token] = true;
        return token;
    }

    private int Next() => Interlocked.Increment(ref _count);

    private static async Task WriteAsync(HttpListenerResponse response, JsonObject answer)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        response.ContentType = "application/json";
        response.ContentLength64 = bytes.Length;
        await response.OutputStream.WriteAsync(bytes);
    }

    private sealed record Client(string Id, string Secret, IReadOnlyList<string> Redirects);

    private sealed record Code(Client Client, string Challenge, string Redirect);

    private sealed class Refusal(int status, string type, string error, string message) : Exception(message)
    {
        public int Status => status;

        public string Type => type;

        public string Error => error;
    }
}
