using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Tests;
using Pockitect.Core.Resources;
using Pockitect.Testing;

[assembly: AssemblyFixture(typeof(SandboxFixture))]

namespace Pockitect.Aws.Tests;

/// <summary>
/// The one sandbox that all tests of this assembly share. <c>POCKITECT_TEST_ENDPOINT</c> names a server that runs already,
/// to look at its log while a test runs.
/// </summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    // Opened by default in every account, so that no test has to opt in; us-west-1 is left out because it has two zones only, and ap-northeast-1
    // because it has no zone b.
    private static readonly string[] Regions =
    [
        "eu-west-1", "us-east-1", "us-east-2", "us-west-2", "ca-central-1", "sa-east-1", "eu-central-1", "eu-north-1",
        "eu-west-2", "eu-west-3", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    ];

    private SandboxProcess? server;
    private int handedOut;

    public Uri Endpoint { get; private set; } = new("http://localhost");

    public AwsClients Clients { get; private set; } = new(AwsAccount.Sandbox(new Uri("http://localhost")));

    public Place Place => new(Clients.Account.AccountId, Regions[0]);

    /// <summary>Another Region at each call, as long as there are any: what one test fills up, others do not notice.</summary>
    public Place NextPlace() =>
        new(Clients.Account.AccountId, Regions[(Interlocked.Increment(ref handedOut) - 1) % Regions.Length]);

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("POCKITECT_TEST_ENDPOINT") is { Length: > 0 } running)
        {
            Endpoint = new Uri(running);
        }
        else
        {
            server = await SandboxProcess.StartAsync(TestContext.Current.CancellationToken);
            Endpoint = server.Endpoint;
        }

        Clients = new AwsClients(AwsAccount.Sandbox(Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        Clients.Dispose();
        if (server is not null) await server.DisposeAsync();
    }
}
