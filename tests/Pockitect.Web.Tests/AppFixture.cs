using System.Net.Http.Json;
using Microsoft.Playwright;
using Pockitect.Testing;

[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Pockitect.Web.Tests.AppFixture))]

namespace Pockitect.Web.Tests;

/// <summary>The app, signed in to a sandbox, and a real browser. All tests share both; each works in projects of its own.</summary>
public class AppFixture : IAsyncLifetime
{
    // As UI.md found: without these, a browser in a closed network spends its time on connections that are refused.
    private static readonly string[] quiet =
        ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"];

    private AppProcess? _app;
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _cookies;

    public AppProcess App => _app ?? throw new InvalidOperationException("The app has not started yet.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not started yet.");

    public string Origin => $"http://{App.Launch.Authority}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Two processors that do other work too need their time; what is right comes at last.
        Assertions.SetDefaultExpectTimeout(20_000);
        _app = await AppProcess.StartAsync(Ct);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            ChromiumSandbox = HasSandbox,
            Args = quiet,
        });
        await SignInAsync();
    }

    /// <summary>Ends the app by force and starts it again, at another address and with nobody signed in; signs in.</summary>
    public async Task RestartAsync()
    {
        _app = await App.RestartAsync(Ct);
        await SignInAsync();
    }

    /// <summary>A page of a browser that has a session.</summary>
    public async Task<IPage> OpenAsync(string path, bool dark = false)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            StorageState = _cookies,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 860 },
        });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Origin + path);
        return page;
    }

    /// <summary>A blueprint of this name, as the template "web server with database" has it.</summary>
    public Task WriteAsync(string slug) => File.WriteAllTextAsync(
        App.Folder.BlueprintOf(slug),
        File.ReadAllText(Repository.At("samples/web-server-with-database.yaml")).Replace("name: web-server-with-database", $"name: {slug}", StringComparison.Ordinal),
        Ct);

    /// <summary>From now on calls that the rule meets go wrong in the sandbox.</summary>
    public async Task FaultAsync(object rule)
    {
        using var answer = await App.Sandbox.Control.PostAsJsonAsync("faults", rule, Ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task ClearFaultsAsync()
    {
        using var answer = await App.Sandbox.Control.DeleteAsync(new Uri("faults", UriKind.Relative), Ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A browser that keeps what browsers keep, in this folder, as the app's own window does.</summary>
    public Task<IBrowserContext> OpenProfileAsync(string folder) => _playwright!.Chromium.LaunchPersistentContextAsync( // Started with the fixture.
        folder, new BrowserTypeLaunchPersistentContextOptions { ExecutablePath = Chromium, ChromiumSandbox = HasSandbox, Args = quiet });

    private static bool HasSandbox => Environment.UserName != "root";

    private async Task SignInAsync()
    {
        await using var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(App.Launch.AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
        _cookies = await context.StorageStateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
    }
}
