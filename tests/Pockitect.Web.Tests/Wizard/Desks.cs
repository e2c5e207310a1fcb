using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Testing;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Tests.Wizard;

/// <summary>A desk over a file of its own, in an account that nobody answers for: what follows from a text needs no AWS.</summary>
internal sealed class TrialDesk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-desk-");
    private readonly AwsClients _aws = new(AwsAccount.Sandbox(new Uri("http://127.0.0.1:9")), new AwsClientOptions { Retries = 0 });

    private TrialDesk(string slug)
    {
        Path = System.IO.Path.Combine(_folder.FullName, $"{slug}.yaml");
        var cloud = new AwsCloud(_aws, _folder.FullName, Time);
        Desk = new WizardSession(cloud, new Choices(_aws, cloud, Time), Path, Time, NullLogger<WizardSession>.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public WizardSession Desk { get; }

    public string Path { get; }

    public string File => System.IO.File.ReadAllText(Path);

    public static string Sample(string name) => System.IO.File.ReadAllText(Repository.At($"samples/{name}.yaml"));

    public static async Task<TrialDesk> OpenAsync(string slug, string text)
    {
        var trial = new TrialDesk(slug);
        await System.IO.File.WriteAllTextAsync(trial.Path, text);
        await trial.Desk.LookAtFileAsync(CancellationToken.None);
        return trial;
    }

    /// <summary>Waits until something is so; the test's own limit ends a wait in vain.</summary>
    public async Task UntilAsync(Func<WizardSession, bool> isSo)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Desk.Changed += Look;
        Look();
        await reached.Task.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(20)), TestContext.Current.CancellationToken);
        Desk.Changed -= Look;

        void Look()
        {
            if (isSo(Desk)) reached.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        _aws.Dispose();
        _folder.Delete(recursive: true);
    }
}
