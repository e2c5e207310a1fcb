using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>Blueprints that came with commands from other computers: put where the projects are, and never over what a person here has written.</summary>
internal sealed class ReceivedBlueprints(DataFolder folder)
{
    /// <summary>Puts a blueprint in its place.</summary>
    /// <exception cref="FaultException">Another one is there, which did not come from elsewhere.</exception>
    public async Task KeepAsync(string slug, SentBlueprint sent, CancellationToken ct)
    {
        var path = folder.BlueprintOf(slug);
        var now = await DataFile.ReadTextAsync(path, ct, SentBlueprint.MaxBytes) is { } text ? SentBlueprint.HashOf(text) : null;
        if (now == sent.Sha256) return;
        if (now is not null && !await IsReceivedAsync(slug, now, ct))
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid, "OtherBlueprint", $"{path} on the worker's computer was written there and differs from the blueprint that came with the command. Deploy from there, or move that file away."));
        }

        // First what is to come, so that a crash between the two leaves a file that may be written over.
        await AtomicFile.WriteAsync(MarkOf(slug), $"{sent.Sha256}\n{now}\n", ct);
        await AtomicFile.WriteAsync(path, sent.Text, ct);
        await AtomicFile.WriteAsync(MarkOf(slug), $"{sent.Sha256}\n", ct);
    }

    private async Task<bool> IsReceivedAsync(string slug, string now, CancellationToken ct)
    {
        try
        {
            return await DataFile.ReadTextAsync(MarkOf(slug), ct) is { } known && known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Contains(now);
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // Nobody knows then who wrote the blueprint, so it isn't written over.
            return false;
        }
    }

    private string MarkOf(string slug) => Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Cache, "received")).FullName, ProjectNames.Demand(slug) + ".sha256");
}
