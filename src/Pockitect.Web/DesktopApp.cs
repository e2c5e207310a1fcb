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
using Pockitect.Web.Security;
using Pockitect.Web.Shell;
using Pockitect.Web.Window;
using Pockitect.Web.Work;

namespace Pockitect.Web;

/// <summary>The app's server: pages for the browsers of this computer's user, and for nobody else.</summary>
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

    /// <summary>An operation runs, which no window that is closed may end.</summary>
    public bool IsBusy => _host.Services.GetRequiredService<OperationFeed>().IsBusy;

    /// <summary>Which windows are connected.</summary>
    public Circuits Windows => _host.Services.GetRequiredService<Circuits>();

    /// <summary>Starts to listen, on this computer's own address and a port that is free.</summary>
    public static async Task<DesktopApp> StartAsync(AppParts parts, CancellationToken ct)
    {
        var host = Build(parts);
        await host.StartAsync(ct);
        var listening = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!; // Kestrel has it.
        var app = new DesktopApp(host);
        app.Address.Port = new Uri(listening.Addresses.Single()).Port;
        return app;
    }

    /// <summary>An address that opens the app in one browser, once, within half a minute.</summary>
    public Uri NewLaunchUrl() => LinkOf(_codes, Address);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }

    private static Uri LinkOf(LaunchCodes codes, AppAddress address) => address.Url($"{LaunchPage.Path}?c={codes.Issue()}");

    private static WebApplication Build(AppParts parts)
    {
        // Nothing of the surroundings configures it: no settings file, and no variable such as ASPNETCORE_URLS.
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
        services.AddAuthentication(SessionHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, _ => { });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // The usual keys are written to a file, in plain text.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = false;
            // A computer that sleeps for the night finds its window as it was.
            circuits.DisconnectedCircuitRetentionPeriod = AppParts.CircuitLife;
        });
        services.AddMudServices();
        services.AddSingleton(parts);
        services.AddSingleton(new Settings.WindowNotes(parts.Home, parts.Logs));
        services.AddSingleton<Accounts.MfaSession>();
        services.AddSingleton<SignedIn>();
        services.AddSingleton<OperationFeed>();
        services.AddSingleton<Trouble>();
        services.AddSingleton<Accounts.SignInSession>();
        services.AddSingleton<Accounts.PolicyText>();
        services.AddSingleton<Tour.TourGuide>();
        services.AddSingleton<Palette.PaletteList>();
        services.AddScoped<ShellScript>();
        services.AddSingleton<Changes.PlanSession>();
        services.AddSingleton<Wizard.WizardSessions>();
    }
}
