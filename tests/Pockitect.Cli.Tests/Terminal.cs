using System.Text.Json.Nodes;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Cli.Host;
using Pockitect.Core.Files;
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

    /// <param name="sandbox">The sandbox that they practise in; null for one who needs none.</param>
    public Terminal(SandboxProcess? sandbox = null)
    {
        Folder = new DataFolder(_home.FullName).ForSandbox();
        if (sandbox is null) return;
        var server = Directory.CreateDirectory(Path.Combine(Folder.Root, "server"));
        File.Copy(Path.Combine(sandbox.DataFolder, "sandbox.json"), Path.Combine(server.FullName, "sandbox.json"));
    }

    public string Home => _home.FullName;

    public DataFolder Folder { get; }

    /// <summary>What they type when they are asked, and so someone who can be asked; null where nobody sits there.</summary>
    public string? Typed { get; init; }

    /// <summary>When they press Ctrl+C; null where they do not.</summary>
    public CancellationToken? Interrupted { get; init; }

    /// <summary>Output goes to a screen and not into a pipe.</summary>
    public bool HasScreen { get; init; }

    /// <summary>How wide the screen is.</summary>
    public int Columns { get; init; } = 80;

    /// <summary>What keeps their secrets; null where nothing does, and asking for it is a mistake.</summary>
    public CredentialVault? Vault { get; init; }

    public Dictionary<string, string> Variables { get; } = new() { ["POCKITECT_SANDBOX"] = "1" };

    public async Task<Ran> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await App.RunAsync(args, HostEnvironment(output, error), Interrupted ?? TestContext.Current.CancellationToken);
        return new Ran(code, output.ToString(), error.ToString());
    }

    /// <summary>What a command reaches from here.</summary>
    public HostEnvironment HostEnvironment(TextWriter output, TextWriter error) => new()
    {
        In = Typed is null ? TextReader.Null : new StringReader(Typed),
        InIsTerminal = Typed is not null,
        Out = output,
        OutIsTerminal = HasScreen,
        Error = error,
        Size = () => (Columns, 24),
        Variable = Variables.GetValueOrDefault,
        Home = () => new DataFolder(_home.FullName),
        UserHome = _home.FullName,
        // Not that of whoever runs the tests.
        OpenVault = _ => Vault ?? new SessionMemory("There is no keyring in this test.", "Use a process of its own."),
        PythonFolder = Path.Combine(_home.FullName, "python"),
    };

    /// <summary>Puts a blueprint into their projects.</summary>
    public void Write(string slug, string blueprint) => File.WriteAllText(Folder.BlueprintOf(slug), blueprint);

    public void Dispose() => _home.Delete(recursive: true);
}
