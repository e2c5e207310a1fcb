using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Sso;

/// <summary>
/// The loopback address to which the browser returns after sign-in. Rejects any other path, host or state, and keeps waiting.
/// </summary>
internal sealed class BrowserCallback : IDisposable
{
    public const string Path = "/oauth/callback";
    private const int MaxHead = 16_384;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _state;
    private readonly TaskCompletionSource<string> _code = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="state">The value that the browser must return with the code.</param>
    public BrowserCallback(string state)
    {
        _state = state;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{Path}");
    }

    public Uri Address { get; }

    /// <summary>Waits for the browser.</summary>
    /// <returns>The authorization code.</returns>
    /// <exception cref="SignInException">Access was denied.</exception>
    public async Task<string> CodeAsync(CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var accepting = AcceptAsync(over.Token);
        try
        {
            return await _code.Task.WaitAsync(ct);
        }
        finally
        {
            await over.CancelAsync();
            await accepting;
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(CancellationToken ct)
    {
        // In parallel: browsers open connections in advance and send nothing on them.
        List<Task> serving = [];
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(ct), ct));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var answer = Answer(await ReadHeadAsync(stream, ct));
                // Completes even if this answer ends the wait, because the user must see it.
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.Response), CancellationToken.None);
                client.Client.Shutdown(SocketShutdown.Send);
                answer.Then?.Invoke();
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The browser disconnected, or the wait is over.
            }
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken ct)
    {
        var head = new byte[MaxHead];
        var length = 0;
        while (length < head.Length)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), ct);
            length += read;
            if (read == 0 || head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0) break;
        }

        return Encoding.Latin1.GetString(head, 0, length);
    }

    private (string Response, Action? Then) Answer(string head)
    {
        var lines = head.Split("\r\n");
        var hosts =
            lines.Where(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                .Select(line => line["Host:".Length..].Trim())
                .ToList();
        // Another host name that resolves to this computer is rejected.
        if (hosts is not [var host] || host != Address.Authority)
            return (Page("403 Forbidden", "This address is only for signing in on this computer."), null);
        if (lines[0].Split(' ') is not ["GET", var target, _] || !Uri.TryCreate(Address, target, out var url) || url.AbsolutePath != Path)
            return (Page("404 Not Found", "Page not found."), null);

        var query = HttpUtility.ParseQueryString(url.Query);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(query["state"] ?? ""), Encoding.UTF8.GetBytes(_state)))
            return (Page("400 Bad Request", "This is not the current sign-in. Use the link that Pockitect shows."), null);
        if (query["error"] is { Length: > 0 } error)
        {
            return (Page("200 OK", "The sign-in was refused. You can close this page."),
                () => _code.TrySetException(
                    new SignInException($"The sign-in was refused in the browser ({query["error_description"] ?? error}).")));
        }

        return query["code"] is { Length: > 0 } code
            ? (Page("200 OK", "Signed in. You can close this page and return to Pockitect."), () => _code.TrySetResult(code))
            : (Page("400 Bad Request", "The sign-in returned no code. Start it again."), null);
    }

    private static string Page(string status, string words)
    {
        var html =
            "<!doctype html><html lang=\"en\"><head><meta "
                + $"charset=\"utf-8\"><title>Pockitect</title></head><body><h1>Pockitect</h1><p>{words}</p></body></html>";
        return $"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
        + $"{Encoding.UTF8.GetByteCount(html)}\r\nConnection: close\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
            + $"Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n\r\n{html}";
    }
}
