using Microsoft.AspNetCore.Http;

namespace Pockitect.Web.Security;

/// <summary>The first page: turns a launch code into a session. It and the static files are all that answers without one.</summary>
internal static class LaunchPage
{
    public const string Path = "/launch";

    /// <summary>What a browser without a session reads.</summary>
    public const string Closed = "<h1>This window is not signed in</h1><p>Start Pockitect again (<code>pockitect</code>, or <code>./run</code> in its folder): it opens a window that is.</p>";

    // A page with a refresh and no redirect: after a redirect that another page or a file has begun, browsers leave the strict cookie out.
    private const string Opened = """<meta http-equiv="refresh" content="0; url=/"><p>Opening …</p>""";

    public static Task AnswerAsync(HttpContext context, LaunchCodes codes, Sessions sessions, AppAddress address)
    {
        if (!codes.Redeem(context.Request.Query["c"].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return WriteAsync(context, Closed);
        }

        SessionHandler.SignIn(context, sessions, address);
        return WriteAsync(context, Opened);
    }

    public static Task WriteAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return context.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pockitect</title><style>body{{font:14px system-ui;margin:3rem;color-scheme:light dark}}</style></head><body>{body}</body></html>",
            context.RequestAborted);
    }
}
