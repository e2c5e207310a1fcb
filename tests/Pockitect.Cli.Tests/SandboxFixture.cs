using Pockitect.Cli.Tests;
using Pockitect.Testing;

[assembly: AssemblyFixture(typeof(SandboxFixture))]

namespace Pockitect.Cli.Tests;

/// <summary>The one sandbox that all tests of this assembly share; each works in a project of its own.</summary>
public class SandboxFixture : IAsyncLifetime
{
    private SandboxProcess? _process;

    public SandboxProcess Process => _process ?? throw new InvalidOperationException("The sandbox has not started yet.");

    public virtual async ValueTask InitializeAsync() => _process = await SandboxProcess.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is not null) await _process.DisposeAsync();
    }
}
