using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pockitect.Web.Security;

/// <summary>
/// Lets through only requests from our own pages, before any other code runs. A cookie proves nothing here: ports share cookies, so every
/// local web server receives them.
/// </summary>
internal sealed partial class Gate(RequestDelegate next, AppAddress address, ILogger<Gate> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context.Request) is not { } why) return next(context);
        LogRefused(why, context.Request.Path);
        context.Response.StatusCode = why is Why.Host or Why.Protocol
            ? StatusCodes.Status421MisdirectedRequest
            : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private Why? Refusal(HttpRequest request)
    {
        // HTTP/1.0 allows a missing Host header, but no browser sends HTTP/1.0.
        if (request.Protocol is "HTTP/1.0" or "HTTP/0.9") return Why.Protocol;
        if (request.Headers.Host is not [var host] || host != address.HostAndPort) return Why.Host;

        var isOwnOrigin = request.Headers.Origin is [var origin] && origin == address.Origin;
        if (NeedsOrigin(request) && !isOwnOrigin) return Why.Origin;
        if (request.Headers.Origin.Count > 0 && !isOwnOrigin) return Why.Origin;

        // Browsers set this header themselves, once. Only the launch page is opened from elsewhere: from a file that contains its code.
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

    /// <summary>
    /// The only readable path of the socket. Browsers send no Origin for same-origin reads, but they set Sec-Fetch-Site, which scripts
    /// can't change.
    /// </summary>
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
