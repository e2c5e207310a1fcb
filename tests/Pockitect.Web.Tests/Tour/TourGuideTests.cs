using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Changes;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Files;
using Pockitect.Testing;
using Pockitect.Web.Changes;
using Pockitect.Web.Preferences;
using Pockitect.Web.Tour;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Tour;

/// <summary>The whole tour, done for real in a sandbox and without a page.</summary>
[Collection(AppFixture.Shared)]
public sealed class TourGuideTests(AppFixture app) : IDisposable
{
    private const string Slug = "toured";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-tour-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_by_itself_checks_off_what_happens_and_is_remembered()
    {
        var parts = Parts();
        var (notes, mfa) = (new WindowNotes(parts.Home, parts.Logs), new MfaSession(TimeProvider.System));
        await using var signedIn = new SignedIn(parts, mfa);
        using var feed = new OperationFeed(signedIn, TimeProvider.System);
        var session = new PlanSession(signedIn, feed);
        using var guide = new TourGuide(signedIn, feed, notes);
        Assert.False(guide.IsShown);

        await signedIn.OpenAsync(Identity.Sandbox, new Progress<string>(), Ct);
        Assert.True(guide.IsShown);
        Assert.Equal("/new", guide.UrlOf(TourStep.All[1]));
        await File.WriteAllTextAsync(parts.Home.ForSandbox().BlueprintOf(Slug), $"project: {{name: {Slug}, region: eu-north-1}}\ncompute: {{instances: [{{name: web}}]}}\n", Ct);
        guide.Visit($"/projects/{Slug}/deploy");
        await DoAsync(new DeployRequest(Slug), "deploy");
        guide.Visit("/monitor");
        guide.Visit($"/projects/{Slug}/stop");
        await DoAsync(new PowerRequest(Slug, On: false), "stop");
        await DoAsync(new PowerRequest(Slug, On: true), "start");
        await DoAsync(new ProjectDeleteRequest(Slug), "delete");
        Assert.Equal("gone", TourProgress.Next(guide.Note!)?.Name);
        guide.Visit("/monitor");

        Assert.Null(TourProgress.Next(guide.Note!));
        Assert.Equal(TourStep.All.Select(step => step.Name), new WindowNotes(parts.Home, parts.Logs).Now.Tour?.Done);

        async Task DoAsync(ChangeRequest request, string step)
        {
            var proposal = (await session.PlanAsync(request, Ct)).Proposal!;
            var id = (await session.StartAsync(new ApprovedProposal(proposal, proposal.Rule.Accept(proposal.Rule.Name)!))).RequestId!;
            await Eventually.HoldsAsync(() => feed.Find(id) is not { IsRunning: true }, Ct, TimeSpan.FromMinutes(1));
            Assert.IsType<Completed>(feed.Find(id)?.End);
            // The feed reports the end just after it knows.
            await Eventually.HoldsAsync(() => guide.Note!.Done.Contains(step), Ct);
        }
    }

    public void Dispose() => _home.Delete(recursive: true);

    private AppParts Parts() => new()
    {
        Logs = NullLoggerFactory.Instance,
        OpenLogs = _ => NullLoggerFactory.Instance,
        Executable = "tests",
        InstanceSecret = "",
        ShowWindow = () => false,
        Home = new DataFolder(_home.FullName),
        OpenVault = () => new SessionMemory("A test has none.", "None."),
        OpenLink = _ => false,
        StartSandbox = (_, _) => Task.FromResult(app.App.Sandbox.Endpoint),
        Templates = "",
        SignIn = new SignInContext
        {
            Variable = _ => null,
            Home = _home.FullName,
            Vault = new Lazy<CredentialVault>(() => throw new InvalidOperationException("The window has its own.")),
            AskMfaCode = (_, _) => throw new SignInException("The window asks."),
        },
    };
}
