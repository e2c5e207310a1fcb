using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor.Services;
using Pockitect.Web.Controls;
using Pockitect.Web.Security;
using Pockitect.Web.Shell;
using Pockitect.Web.Window;
using Pockitect.Web.Work;

namespace Pockitect.Web;

/// <summary>The app's server. It serves pages only to browsers of this computer's user.</summary>
public sealed class DesktopApp : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly LaunchCodes _codes;

    private DesktopApp(WebApplication host)
    {
        _host = host;
        _codes = host.Services.GetRequiredService<LaunchCodes>();
        Address = host.Services.GetRequiredService<AppAddress>();
    }

    public AppAddress Address { get; }

    /// <summary>Whether an operation is running. Closing a window must not end it.</summary>
    public bool IsBusy => _host.Services.GetRequiredService<OperationFeed>().IsBusy;

    /// <summary>The connected windows.</summary>
    public Circuits Windows => _host.Services.GetRequiredService<Circuits>();

    /// <summary>Starts listening on the loopback address and a free port.</summary>
    public static async Task<DesktopApp> StartAsync(AppParts parts, CancellationToken ct)
    {
        var host = Build(parts);
        await host.StartAsync(ct);
        var listening = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!; // Kestrel provides it.
        var app = new DesktopApp(host);
        app.Address.Port = new Uri(listening.Addresses.Single()).Port;
        return app;
    }

    /// <summary>Creates a link that opens the app in one browser, once, within 30 seconds.</summary>
    public Uri NewLaunchUrl() => LinkOf(_codes, Address);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }

    private static Uri LinkOf(LaunchCodes codes, AppAddress address) => address.Url($"{LaunchPage.Path}?c={codes.Issue()}");

    private static WebApplication Build(AppParts parts)
    {
        // Ignores configuration from outside: no settings file, no variables such as ASPNETCORE_URLS.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = parts.Executable,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        AddServer(builder);
        AddServices(builder.Services, parts);

        var app = builder.Build();
        app.UseMiddleware<Gate>();
        app.UseSecurityHeaders(SecurityHeaders.Policy);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseWebSockets();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet(LaunchPage.Path, LaunchPage.AnswerAsync).AllowAnonymous();
        var (codes, address) = (app.Services.GetRequiredService<LaunchCodes>(), app.Services.GetRequiredService<AppAddress>());
        InstanceEndpoints.Map(app, parts, () => LinkOf(codes, address));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AppParts.LargestUpload;
            kestrel.Listen(IPAddress.Loopback, port: 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                var peers = ActivatorUtilities.CreateInstance<PeerUser>(kestrel.ApplicationServices);
                listen.Use(next => connection => peers.HandleAsync(connection, next));
            });
        });
        builder.WebHost.UseStaticWebAssets();
    }

    private static void AddServices(IServiceCollection services, AppParts parts)
    {
        services.AddSingleton(parts.Logs);
        services.AddLogging();
        services.AddRoutingCore();
        services.AddSingleton(parts.Time);
        services.AddSingleton<AppAddress>();
        services.AddSingleton<LaunchCodes>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Circuits>();
        services.AddScoped<CircuitHandler, Circuits.Counter>();
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, _ => { });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // The default key storage writes plain-text files.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = false;
            // A window stays usable after the computer sleeps overnight.
            circuits.DisconnectedCircuitRetentionPeriod = AppParts.CircuitLife;
        });
        services.AddMudServices();
        services.AddSingleton(parts);
        services.AddSingleton(new Preferences.WindowNotes(parts.Home, parts.Logs));
        services.AddSingleton<MfaSession>();
        services.AddSingleton<SignedIn>();
        services.AddSingleton<OperationFeed>();
        services.AddSingleton<Trouble>();
        services.AddSingleton<Accounts.SignInSession>();
        services.AddSingleton<Accounts.PolicyText>();
        services.AddSingleton<Tour.TourGuide>();
        services.AddSingleton<Palette.PaletteList>();
        services.AddScoped<ShellScript>();
        services.AddSingleton<Changes.PlanSession>();
        services.AddSingleton<Wizard.Editing.WizardSessions>();
    }
}
