using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Texts that are kept in the repository, so that a change of one is seen and meant.</summary>
internal static class Snapshot
{
    /// <summary>Compares; where it differs, the text of now is written beside the kept one, to look at and to take over.</summary>
    public static void Matches(string name, string text)
    {
        var kept = Repository.At($"tests/Pockitect.Cli.Tests/Snapshots/{name}");
        var received = Path.ChangeExtension(kept, ".received.txt");
        if (File.Exists(kept) && File.ReadAllText(kept) == text)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.WriteAllText(received, text);
        Assert.Fail($"{name} is not as kept. If the new text is right, move {received} over it.");
    }
}
