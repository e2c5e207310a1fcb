using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Core.Hosting;

namespace Pockitect.Web.Wizard.Editing;

/// <summary>
/// Reads a blueprint's text, with the zones and instance types of its Region. Unknown ones are fetched in the background.
/// </summary>
/// <param name="slug">The file's name, which the project must share.</param>
/// <param name="closing">Ends the background work.</param>
internal sealed class SketchReader(AwsCloud cloud, Choices choices, string slug, ILogger log, CancellationToken closing)
{
    /// <summary>Raised on any thread when a Region's zones and types have arrived: the same text may read differently.</summary>
    public event Action? Learned;

    public Sketch Read(string text)
    {
        var isGuessed = false;
        var sketch = Sketch.Of(
            text,
            slug,
            cloud,
            region =>
            {
                isGuessed |= !choices.TryZones(region, out var zones);
                return zones;
            },
            region =>
            {
                var types = choices.KnownInstanceTypes(region);
                isGuessed |= types is null;
                return types;
            });
        if (isGuessed && sketch.Region is { } guessed)
            BackgroundLoop.Observe(Task.Run(() => LearnAsync(guessed), CancellationToken.None), $"Reading the choices of {guessed}", log);
        return sketch;
    }

    private async Task LearnAsync(string region)
    {
        await Task.WhenAll(choices.ZonesAsync(region, closing), choices.InstanceTypesAsync(region, closing));
        Learned?.Invoke();
    }
}
