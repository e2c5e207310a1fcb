namespace Pockitect.Aws.Tests;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pockitect-test-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
