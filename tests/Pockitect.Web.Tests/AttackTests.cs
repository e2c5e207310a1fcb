using System.Net;
using System.Net.Sockets;
using System.Text;
using Pockitect.Web.Security;

namespace Pockitect.Web.Tests;

/// <summary>What others on this computer, or pages of other places, may try: all of it is refused before any page of ours is made.</summary>
[Collection(AppFixture.Shared)]
public sealed class AttackTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Own => app.App.Launch.Authority;

    public static TheoryData<string, string, int> Requests => new()
    {
        // Names that lead here but are not ours: DNS rebinding, the bare address, tricks with ports, dots and case.
        { "GET", "Host: 127.0.0.1:{port}", 421 },
        { "GET", "Host: localhost:{port}", 421 },
        { "GET", "Host: evil.example", 421 },
        { "GET", "Host: evil.example:{port}", 421 },
        { "GET", "Host: {host}", 421 },
        { "GET", "Host: {host}:1", 421 },
        { "GET", "Host: {host}.:{port}", 421 },
        { "GET", "Host: x.{host}:{port}", 421 },
        { "GET", "Host: {host}:{port}@evil.example", 400 },
        { "GET", "Host: [::1]:{port}", 421 },
        { "GET", "Host: 0.0.0.0:{port}", 421 },
        { "GET", "Host: pk-0000000000000000.localhost:{port}", 421 },
        { "GET", "Host:", 421 },
        // Another page's origin, or none where there has to be one.
        { "POST", "Host: {own}", 403 },
        { "POST", "Host: {own}\r\nOrigin: null", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://evil.example", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://localhost:{port}", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://127.0.0.1:{port}", 403 },
        { "POST", "Host: {own}\r\nOrigin: https://{own}", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://{host}", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://{host}:1", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://{own}.evil.example", 403 },
        { "POST", "Host: {own}\r\nOrigin: http://{own}\r\nOrigin: http://evil.example", 403 },
        { "PUT", "Host: {own}\r\nOrigin: http://evil.example", 403 },
        { "DELETE", "Host: {own}\r\nOrigin: http://evil.example", 403 },
        { "OPTIONS", "Host: {own}\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST", 403 },
        { "GET", "Host: {own}\r\nOrigin: http://evil.example", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: cross-site", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: same-site", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Site: cross-site", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: none\r\nSec-Fetch-Site: none", 403 },
        { "GET", "Host: {own}\r\nSec-Fetch-Site: same-origin, cross-site", 403 },
        // Our own address, and no session.
        { "GET", "Host: {own}", 401 },
        { "GET", "Host: {own}\r\nCookie: __Host-pockitect-{port}=guessed", 401 },
        { "GET", "Host: {own}\r\nCookie: __Host-pockitect-{port}=", 401 },
        { "POST", "Host: {own}\r\nOrigin: http://{own}", 401 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_does_not_come_from_our_own_page_is_refused(string method, string headers, int status)
    {
        Assert.Equal(status, await SendAsync($"{method} / HTTP/1.1\r\n{headers}\r\nContent-Length: 0"));
    }

    [Theory]
    [InlineData("GET / HTTP/1.0", 421)]
    [InlineData("GET / HTTP/1.0\r\nHost: {own}", 421)]
    [InlineData("GET /_blazor?id=1 HTTP/1.1\r\nHost: {own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", 403)]
    [InlineData("GET /_blazor?id=1 HTTP/1.1\r\nHost: {own}\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", 403)]
    [InlineData("GET /_blazor?id=1 HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", 401)]
    [InlineData("GET / HTTP/1.1\r\nHost: {own}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", 403)]
    [InlineData("POST /_blazor/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: {own}\r\nOrigin: http://evil.example", 403)]
    [InlineData("POST /_blazor/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: {own}", 403)]
    [InlineData("POST /_blazor/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}", 401)]
    [InlineData("GET /launch HTTP/1.1\r\nHost: {own}", 403)]
    [InlineData("GET /launch?c= HTTP/1.1\r\nHost: {own}", 403)]
    [InlineData("GET /launch?c=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: {own}", 403)]
    [InlineData("GET /launch?c=x HTTP/1.1\r\nHost: evil.example", 421)]
    [InlineData("POST /instance/window HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}", 403)]
    [InlineData("POST /instance/link HTTP/1.1\r\nHost: {own}\r\nOrigin: http://{own}\r\nX-Pockitect-Instance: guessed", 403)]
    [InlineData("POST /instance/link HTTP/1.1\r\nHost: {own}\r\nX-Pockitect-Instance: guessed", 403)]
    [InlineData("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: {own}", 401)]
    [InlineData("GET /projects/x HTTP/1.1\r\nHost: {own}", 401)]
    public async Task What_is_bent_is_refused(string head, int status)
    {
        Assert.Equal(status, await SendAsync(head + "\r\nContent-Length: 0"));
    }

    [Fact]
    public async Task A_code_opens_one_browser_and_no_second()
    {
        var link = await app.App.NewLinkAsync(Ct);

        Assert.Equal(200, await SendAsync($"GET {link.PathAndQuery} HTTP/1.1\r\nHost: {Own}\r\nContent-Length: 0"));
        Assert.Equal(403, await SendAsync($"GET {link.PathAndQuery} HTTP/1.1\r\nHost: {Own}\r\nContent-Length: 0"));
    }

    [Fact]
    public void A_code_is_good_for_half_a_minute()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var codes = new LaunchCodes(time);
        var (first, second) = (codes.Issue(), codes.Issue());

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(codes.Redeem(first));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(codes.Redeem(second));
    }

    [Fact]
    public async Task Answers_allow_no_frame_no_foreign_script_and_no_cache_of_the_code()
    {
        var link = await app.App.NewLinkAsync(Ct);
        var answer = await TextAsync($"GET {link.PathAndQuery} HTTP/1.1\r\nHost: {Own}\r\nContent-Length: 0");

        Assert.Contains("default-src 'none'", answer, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer, StringComparison.Ordinal);
        Assert.Contains("no-store", answer, StringComparison.Ordinal);
        Assert.Contains("Referrer-Policy: no-referrer", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"__Host-pockitect-{app.App.Launch.Port}=", answer, StringComparison.Ordinal);
        Assert.Contains("httponly", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, CountOf("Content-Security-Policy:", answer));
    }

    [Fact]
    public async Task Nothing_listens_but_on_this_computers_own_address()
    {
        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), Ct)).Where(address => !IPAddress.IsLoopback(address) && address.AddressFamily is AddressFamily.InterNetwork);
        foreach (var address in others)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(new IPEndPoint(address, app.App.Launch.Port), Ct).AsTask());
        }

        if (OperatingSystem.IsLinux())
        {
            var port = $":{app.App.Launch.Port:X4}";
            var listening = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns.Length > 3 && columns[1].EndsWith(port, StringComparison.Ordinal) && columns[3] == "0A").Select(columns => columns[1]);
            Assert.Equal([$"0100007F{port}"], listening);
        }
    }

    private static int CountOf(string part, string text) => text.Split(part, StringSplitOptions.None).Length - 1;

    private async Task<int> SendAsync(string head) => int.Parse((await TextAsync(head)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Sends it byte by byte as it stands: a client library would mend what is to be tried.</summary>
    private async Task<string> TextAsync(string head)
    {
        var launch = app.App.Launch;
        var text = head.Replace("{own}", Own, StringComparison.Ordinal).Replace("{host}", launch.Host, StringComparison.Ordinal).Replace("{port}", $"{launch.Port}", StringComparison.Ordinal);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, launch.Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text + (text.Contains("Upgrade:", StringComparison.Ordinal) ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n")), Ct);
        var buffer = new byte[16_384];
        var read = await stream.ReadAsync(buffer, Ct);
        return Encoding.Latin1.GetString(buffer, 0, read);
    }
}
