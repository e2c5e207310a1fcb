using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pockitect.Web.Security;

/// <summary>
/// Stands before everything else and lets through only what our own pages ask. A cookie proves nothing here: every program on this
/// computer that serves a page has the same cookies, whatever its port.
/// </summary>
internal sealed partial class Gate(RequestDelegate next, AppAddress address, ILogger<Gate> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context.Request) is not { } why) return next(context);
        LogRefused(why, context.Request.Path);
        context.Response.StatusCode = why is Why.Host or Why.Protocol ? StatusCodes.Status421MisdirectedRequest : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private Why? Refusal(HttpRequest request)
    {
        // HTTP/1.0 needs no Host, and no browser speaks it.
        if (request.Protocol is "HTTP/1.0" or "HTTP/0.9") return Why.Protocol;
        if (request.Headers.Host is not [var host] || host != address.HostAndPort) return Why.Host;

        var isOwnOrigin = request.Headers.Origin is [var origin] && origin == address.Origin;
        if (NeedsOrigin(request) && !isOwnOrigin) return Why.Origin;
        if (request.Headers.Origin.Count > 0 && !isOwnOrigin) return Why.Origin;

        // What browsers say by themselves, and say once. Only the launch page is opened from elsewhere: from a file that holds its code.
        return request.Headers["Sec-Fetch-Site"] is { Count: > 0 } sites
            && (sites is not [var site] || (site is not ("same-origin" or "none") && request.Path != LaunchPage.Path))
            ? Why.Site
            : null;
    }

    private static bool NeedsOrigin(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        || request.HttpContext.WebSockets.IsWebSocketRequest
        || request.Headers.Upgrade.Count > 0
        || (request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && !IsOwnInitializers(request));

    /// <summary>The one read of the socket's paths. Browsers send no origin with a read of the page's own, and say so themselves, which no script can.</summary>
    private static bool IsOwnInitializers(HttpRequest request) =>
        request.Path == "/_blazor/initializers" && request.Headers["Sec-Fetch-Site"] is [var site] && site == "same-origin";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request for {Path}: {Why}")]
    private partial void LogRefused(Why why, string path);

    private enum Why
    {
        Protocol,
        Host,
        Origin,
        Site,
    }
}
