using System.Diagnostics;
using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

/// <summary>A process of its own that uses the vault of a data folder.</summary>
internal sealed class VaultUser : IAsyncDisposable
{
    private readonly Process _process;

    private VaultUser(Process process) => _process = process;

    public string Where { get; private set; } = "";

    public string Problem { get; private set; } = "";

    public string Fix { get; private set; } = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<VaultUser> StartAsync(string home, IReadOnlyDictionary<string, string> variables)
    {
        var user = new VaultUser(OwnProcess.Start("Pockitect.VaultUser", home, [home], variables));
        user.Where = await user.ReadAsync("where: ");
        user.Problem = await user.ReadAsync("problem: ");
        user.Fix = await user.ReadAsync("fix: ");
        await user.ReadAsync("ready");
        return user;
    }

    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), Ct);
        return await ReadAsync("");
    }

    public async ValueTask DisposeAsync() => await OwnProcess.EndAsync(_process, Ct);

    private async Task<string> ReadAsync(string begin)
    {
        var line = await _process.StandardOutput.ReadLineAsync(Ct) ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(Ct));
        Assert.StartsWith(begin, line, StringComparison.Ordinal);
        return line[begin.Length..];
    }
}
