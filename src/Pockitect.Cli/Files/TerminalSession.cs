using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Accounts;
using Pockitect.Core.Files;
using Pockitect.Core.Projects;

namespace Pockitect.Cli.Files;

/// <summary>Reads and validates blueprints without an account and without calling AWS.</summary>
internal sealed class TerminalSession : IDisposable
{
    private readonly AwsClients _unused;

    public TerminalSession(DataFolder folder, TimeProvider time)
    {
        // The catalog's types need clients, which are never used here.
        _unused = new AwsClients(AwsAccount.None, new AwsClientOptions { RequestLimits = false });
        Folder = folder;
        Cloud = new AwsCloud(_unused, folder.Keys, time);
        Projects = new ProjectStore(folder, Cloud);
    }

    public DataFolder Folder { get; }

    public Cloud Cloud { get; }

    public ProjectStore Projects { get; }

    public void Dispose() => _unused.Dispose();
}
