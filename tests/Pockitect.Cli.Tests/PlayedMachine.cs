using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pockitect.Cli.Tests;

/// <summary>Plays what gives keys to whoever asks in the right way: an ECS task's endpoint, an EC2 instance's metadata (version 2), and an SSO portal.</summary>
internal sealed class PlayedMachine : IAsyncDisposable
{
    public const string ContainerToken = "canary-container-token-4";
    public const string SsoToken = "canary-sso-access-token-5";
    public const string AccessKey = "AKIACANARY0000000007";
    public const string SecretKey = "canary/secret+of+the+machine000000000007";
    public const string SessionToken = "canarySessionTokenOfTheMachine//00000007==";

    private const string InstanceToken = "canary-instance-token-6";

    private readonly HttpListener _listener = new();
    private readonly Task _answering;

    public PlayedMachine()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _answering = AnswerAllAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Close();
    }

    private static string Expiration => TimeProvider.System.GetUtcNow().AddHours(6).ToString("u", CultureInfo.InvariantCulture).Replace(' ', 'T');

    private static string Keys => $$"""
        {"Code": "Success", "AccessKeyId": "{{AccessKey}}", "SecretAccessKey": "{{SecretKey}}", "Token": "{{SessionToken}}", "Expiration": "{{Expiration}}"}
        """;

    private static string RoleKeys => $$$"""
        {"roleCredentials": {"accessKeyId": "{{{AccessKey}}}", "secretAccessKey": "{{{SecretKey}}}", "sessionToken": "{{{SessionToken}}}",
          "expiration": {{{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds()}}}}}
        """;

    private async Task AnswerAllAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
                return;
            }

            var (status, body) = Answer(call.Request);
            call.Response.StatusCode = status;
            await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            call.Response.Close();
        }
    }

    private static (int Status, string Body) Answer(HttpListenerRequest request) => (request.HttpMethod, request.Url?.AbsolutePath) switch
    {
        ("GET", "/container") => request.Headers["Authorization"] == ContainerToken ? (200, Keys) : (401, ""),
        ("PUT", "/latest/api/token") => request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] is null ? (400, "") : (200, InstanceToken),
        ("GET", "/latest/meta-data/iam/security-credentials/") => OfInstance(request, "web-role"),
        ("GET", "/latest/meta-data/iam/security-credentials/web-role") => OfInstance(request, Keys),
        ("GET", "/federation/credentials") => request.Headers["x-amz-sso_bearer_token"] == SsoToken && request.QueryString["role_name"] == "Admin" ? (200, RoleKeys) : (401, """{"message": "Session token not found or invalid"}"""),
        _ => (404, ""),
    };

    private static (int Status, string Body) OfInstance(HttpListenerRequest request, string body)
        => request.Headers["X-aws-ec2-metadata-token"] == InstanceToken ? (200, body) : (401, "");

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
