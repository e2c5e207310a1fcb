using Microsoft.AspNetCore.Http;

namespace Pockitect.Web.Security;

/// <summary>The first page: exchanges a launch code for a session. Only this page and static files work without a session.</summary>
internal static class LaunchPage
{
    public const string Path = "/launch";

    /// <summary>The page for browsers without a session.</summary>
    public const string Closed =
        "<h1>This window is not signed in</h1><p>Start Pockitect again to open a signed-in window: <code>pockitect</code>, or "
            + "<code>./run</code> in its folder.</p>";

    // A refresh instead of a redirect: browsers omit strict cookies after a redirect that another page or a file started.
    private const string Opened = """<meta http-equiv="refresh" content="0; url=/"><p>Opening…</p>""";

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
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pockitect</title><style>body{{font:14px "
                + $"system-ui;margin:3rem;color-scheme:light dark}}</style></head><body>{body}</body></html>",
            context.RequestAborted);
    }
}
