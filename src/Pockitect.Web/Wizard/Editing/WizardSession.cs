using Microsoft.Extensions.Logging;
using Pockitect.Aws;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>A blueprint that is being edited, shared by all windows: its text, file and price. All members are thread-safe.</summary>
public sealed class WizardSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <param name="path">The blueprint's file; its name is the project's.</param>
    public WizardSession(AwsCloud cloud, Choices choices, string path, TimeProvider time, ILogger<WizardSession> log)
    {
        var slug = Path.GetFileNameWithoutExtension(path);
        var (known, closing) = (new KnownPrices(cloud), _closing.Token);
        var reader = new SketchReader(cloud, choices, slug, log, closing);
        Draft = new BlueprintDraft(slug, reader, time);
        File = new BlueprintFile(path, Draft, time);
        // A valid version has both.
        Prices = new SketchPricing(
            slug, (sketch, ct) => BlueprintPrice.OfAsync(sketch.Resources!, sketch.Region!, cloud, known.FindAsync, ct), log, closing);
        reader.Learned += Draft.ReadAgain;
        Draft.StepStarting += Prices.BeginStep;
        Draft.Changed += File.SaveSoon;
        Draft.Changed += OnChanged;
        File.Changed += OnChanged;
        Prices.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised on any thread when anything changes.</summary>
    public event Action? Changed;

    /// <summary>The project's name.</summary>
    public string Slug => Draft.Slug;

    public BlueprintDraft Draft { get; }

    public BlueprintFile File { get; }

    /// <summary>The price of the draft's last valid version.</summary>
    public SketchPricing Prices { get; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await File.DisposeAsync();
    }

    private void OnChanged()
    {
        if (Draft.LastGood is { } sketch) Prices.Ask(sketch);
        Changed?.Invoke();
    }
}
