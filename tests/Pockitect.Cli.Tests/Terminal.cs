using System.Text.Json.Nodes;
using Pockitect.Core;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>What came of one command.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of <c>--json</c> output.</summary>
    public IReadOnlyList<JsonNode> Json => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    public override string ToString() => $"exit {ExitCode}\n{Out}\n{Error}";
}

/// <summary>A person at a terminal with a home of their own, who practises in a sandbox that runs already.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-home-");

    public Terminal(SandboxProcess sandbox)
    {
        Folder = new DataFolder(_home.FullName).ForSandbox();
        var server = Directory.CreateDirectory(Path.Combine(Folder.Root, "server"));
        File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
    }

    public DataFolder Folder { get; }

    public async Task<Ran> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var surroundings = new Surroundings
        {
            In = TextReader.Null,
            Out = output,
            Error = error,
            Variable = name => name == "POCKITECT_SANDBOX" ? "1" : null,
            Home = () => new DataFolder(_home.FullName),
            PythonFolder = Path.Combine(_home.FullName, "python"),
        };
        var code = await App.RunAsync(args, surroundings, TestContext.Current.CancellationToken);
        return new Ran(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _home.Delete(recursive: true);
}
