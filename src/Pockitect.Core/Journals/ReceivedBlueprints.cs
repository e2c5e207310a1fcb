using Pockitect.Core.Faults;
using Pockitect.Core.Files;

namespace Pockitect.Core.Journals;

/// <summary>Stores blueprints that came with commands from other computers. Never overwrites a blueprint that a user wrote here.</summary>
internal sealed class ReceivedBlueprints(DataFolder folder)
{
    /// <summary>Stores a blueprint.</summary>
    /// <exception cref="FaultException">A different one exists that was written here.</exception>
    public async Task KeepAsync(string slug, SentBlueprint sent, CancellationToken ct)
    {
        var path = folder.BlueprintOf(slug);
        var now = await DataFile.ReadTextAsync(path, ct, SentBlueprint.MaxBytes) is { } text ? SentBlueprint.HashOf(text) : null;
        if (now == sent.Sha256) return;
        if (now is not null && !await IsReceivedAsync(slug, now, ct))
        {
            throw new FaultException(new Fault(
                FaultKind.Invalid,
                "OtherBlueprint",
                $"{path} on the worker's computer differs from the blueprint of the command. Deploy from that computer, or move the "
                    + "file away."));
        }

        // Records the new hash first, so that a file written before a crash may be overwritten.
        await AtomicFile.WriteAsync(MarkOf(slug), $"{sent.Sha256}\n{now}\n", ct);
        await AtomicFile.WriteAsync(path, sent.Text, ct);
        await AtomicFile.WriteAsync(MarkOf(slug), $"{sent.Sha256}\n", ct);
    }

    private async Task<bool> IsReceivedAsync(string slug, string now, CancellationToken ct)
    {
        try
        {
            return await DataFile.ReadTextAsync(MarkOf(slug), ct) is { } known
                && known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Contains(now);
        }
        catch (FaultException e) when (e.Fault.Kind is FaultKind.LocalFile)
        {
            // Its author is then unknown, so it isn't overwritten.
            return false;
        }
    }

    private string MarkOf(string slug) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Cache, "received")).FullName, ProjectNames.Demand(slug) + ".sha256");
}
