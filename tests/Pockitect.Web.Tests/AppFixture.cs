using System.Net.Http.Json;
using Microsoft.Playwright;
using Pockitect.Testing;

[assembly: AssemblyFixture(typeof(Pockitect.Web.Tests.AppFixture))]

namespace Pockitect.Web.Tests;

/// <summary>The app, signed in to a sandbox, and a real browser. All tests share both; each uses projects of its own.</summary>
public class AppFixture : IAsyncLifetime
{
    /// <summary>The collection of the tests that share the app of the assembly: they run one after the other, beside those with an app of their own.</summary>
    public const string Shared = "the shared app";

    private AppProcess? _app;
    private IBrowser? _browser;
    private string? _cookies;

    public AppProcess App => _app ?? throw new InvalidOperationException("The app has not started yet.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not started yet.");

    public string Origin => $"http://{App.Launch.Authority}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(TestPatience.Milliseconds(20_000));
        _app = await AppProcess.StartAsync(Ct);
        _browser = await SharedChromium.GetAsync();
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
        context.SetDefaultTimeout(TestPatience.Milliseconds(20_000));
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
        if (_app is not null) await _app.DisposeAsync();
    }
}
