using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pockitect.Web.Work;

namespace Pockitect.Web.Window;

/// <summary>The endpoints that a second start of the app calls. Callers must know the secret in the first one's private file.</summary>
internal static class InstanceEndpoints
{
    public static void Map(IEndpointRouteBuilder app, AppParts parts, Func<Uri> newLink)
    {
        app.MapPost(RunningApp.WindowPath, (HttpContext context) => Answer(context, parts, () => parts.ShowWindow() ? "shown" : ""))
            .AllowAnonymous()
            .DisableAntiforgery();
        app.MapPost(RunningApp.LinkPath, (HttpContext context) => Answer(context, parts, () => newLink().AbsoluteUri))
            .AllowAnonymous()
            .DisableAntiforgery();
    }

    private static IResult Answer(HttpContext context, AppParts parts, Func<string> answer)
    {
        var shown = Encoding.UTF8.GetBytes(context.Request.Headers[RunningApp.SecretHeader].ToString());
        return CryptographicOperations.FixedTimeEquals(shown, Encoding.UTF8.GetBytes(parts.InstanceSecret))
            ? Results.Text(answer())
            : Results.Text("Refused.", statusCode: StatusCodes.Status403Forbidden);
    }
}
