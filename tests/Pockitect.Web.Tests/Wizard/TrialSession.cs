using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Aws;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Testing;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Tests.Wizard;

/// <summary>An editing session with a file of its own, in an account without a network.</summary>
internal sealed class TrialSession : IAsyncDisposable
{
    /// <summary>A blueprint with comments, to see that edits keep them.</summary>
    public const string Site =
        "project: {name: site, region: eu-west-1} # mine\ncompute:\n  instances:\n    - name: server # the only one\n      type: t3.micro\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-edit-");
    private readonly AwsClients _aws = new(AwsAccount.Sandbox(new Uri("http://127.0.0.1:9")), new AwsClientOptions { Retries = 0 });

    private TrialSession(string slug)
    {
        Path = System.IO.Path.Combine(_folder.FullName, $"{slug}.yaml");
        var cloud = new AwsCloud(_aws, _folder.FullName, Time);
        Session = new WizardSession(cloud, new Choices(_aws, cloud, Time), Path, Time, NullLogger<WizardSession>.Instance);
    }

    public FakeTimeProvider Time { get; } = new();

    public WizardSession Session { get; }

    public BlueprintDraft Draft => Session.Draft;

    public BlueprintFile File => Session.File;

    public string Path { get; }

    public string FileText => System.IO.File.ReadAllText(Path);

    public static string Sample(string name) => System.IO.File.ReadAllText(Repository.At($"samples/{name}.yaml"));

    public static async Task<TrialSession> OpenAsync(string slug, string text)
    {
        var trial = new TrialSession(slug);
        await System.IO.File.WriteAllTextAsync(trial.Path, text);
        await trial.File.LookAsync(CancellationToken.None);
        return trial;
    }

    /// <summary>Waits until a condition of the session holds; fails after a deadline.</summary>
    public async Task UntilAsync(Func<WizardSession, bool> condition)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Session.Changed += Check;
        Check();
        await reached.Task.WaitAsync(TestPatience.Stretch(TimeSpan.FromSeconds(20)), TestContext.Current.CancellationToken);
        Session.Changed -= Check;

        void Check()
        {
            if (condition(Session)) reached.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _aws.Dispose();
        _folder.Delete(recursive: true);
    }
}
