using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pockitect.Web.Security;

/// <summary>Authenticates a browser by its session cookie.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Sessions sessions, AppAddress address)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "Session";

    /// <summary>Cookies ignore ports, so the name contains the port: two running apps keep separate cookies.</summary>
    public static string CookieName(AppAddress address) => $"__Host-pockitect-{address.Port}";

    /// <summary>Gives the current browser a session.</summary>
    public static void SignIn(HttpContext context, Sessions sessions, AppAddress address) =>
        context.Response.Cookies.Append(CookieName(address), sessions.Begin(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            // Browsers treat this computer as a secure context, over HTTP too.
            Secure = true,
            Path = "/",
            IsEssential = true,
        });

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Cookies[CookieName(address)] is not { Length: > 0 } token) return Task.FromResult(AuthenticateResult.NoResult());
        if (!sessions.IsOpen(token)) return Task.FromResult(AuthenticateResult.Fail("The session has expired."));
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Environment.UserName)], SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(person, SchemeName)));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        await LaunchPage.WriteAsync(Context, LaunchPage.Closed);
    }
}
