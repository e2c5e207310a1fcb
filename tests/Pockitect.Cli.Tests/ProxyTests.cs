using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>What runs on this computer is never asked through a proxy.</summary>
public sealed class ProxyTests(SandboxFixture sandbox)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HTTP_PROXY")]
    [InlineData("http_proxy")]
    [InlineData("ALL_PROXY")]
    [InlineData("all_proxy")]
    public async Task The_sandbox_is_found_whatever_proxy_is_set(string variable)
    {
        using var terminal = new Terminal(sandbox.Process);
        // Nothing listens there.
        var proxy = new Dictionary<string, string> { [variable] = "http://127.0.0.1:9" };

        var (code, output, error) = await OwnProcess.EndAsync(OwnProcess.Start("pockitect", terminal.Home, ["sandbox", "status", "--sandbox", "--json"], proxy), Ct);

        Assert.True(code == ExitCodes.Done, error);
        Assert.Contains("\"running\":true", output, StringComparison.Ordinal);
    }
}
