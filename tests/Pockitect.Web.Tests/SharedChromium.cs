using Microsoft.Playwright;
using Pockitect.Web.Tests;

[assembly: AssemblyFixture(typeof(SharedChromium))]

namespace Pockitect.Web.Tests;

/// <summary>The one browser of all tests. Each test has a context of its own, with its own cookies.</summary>
public sealed class SharedChromium : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    // Without these, a browser in a closed network spends its time on connections that are refused.
    private static readonly string[] Arguments =
        ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"];

    private static readonly Lazy<Task<IPlaywright>> Driver = new(Playwright.CreateAsync);
    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    private static bool HasSandbox => Environment.UserName != "root";

    /// <summary>Starts the browser with the first test that needs it.</summary>
    public static Task<IBrowser> GetAsync() => Browser.Value;

    /// <summary>A browser of its own that keeps its state in this folder, like the app's own window.</summary>
    public static async Task<IBrowserContext> OpenProfileAsync(string folder) => await (await Driver.Value).Chromium.LaunchPersistentContextAsync(
        folder, new BrowserTypeLaunchPersistentContextOptions { ExecutablePath = Executable, ChromiumSandbox = HasSandbox, Args = Arguments });

    public async ValueTask DisposeAsync()
    {
        if (Browser.IsValueCreated) await (await Browser.Value).DisposeAsync();
        if (Driver.IsValueCreated) (await Driver.Value).Dispose();
    }

    private static async Task<IBrowser> LaunchAsync() => File.Exists(Executable)
        ? await (await Driver.Value).Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, ChromiumSandbox = HasSandbox, Args = Arguments })
        : throw new InvalidOperationException($"There is no browser at {Executable}. Install the package chromium, or run `./test web` once.");
}
