using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pockitect.Testing;
using Pockitect.Web.Window;

namespace Pockitect.Bench;

/// <summary>The app as <c>./run</c> builds it, in a process of its own, and a real browser for its pages.</summary>
internal static class AppRun
{
    /// <summary>The path of a browser.</summary>
    public static string Browser() =>
        Browsers.Find(Environment.GetEnvironmentVariable) ?? throw new InvalidOperationException("There is no browser of the Chromium family.");

    public static async Task<IBrowser> OpenAsync(IPlaywright playwright, string browser) => await playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = browser,
        ChromiumSandbox = Environment.UserName != "root",
        Args = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu"],
    });

    /// <summary>Starts the app with no window, and gives the link that signs a browser in to it.</summary>
    public static async Task<(Process Process, Uri Launch)> LaunchAsync(string pockitect, string home, CancellationToken ct)
    {
        var process = OwnProcess.Start(pockitect, home, ["app", "--no-window", "--json"]);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (JsonNode.Parse(line) is JsonObject ready && (string?)ready["type"] == "ready") return (process, new Uri((string)ready["url"]!)); // As the type says.
        }

        throw new InvalidOperationException("The app ended before it was ready.");
    }
}
