using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Host;

/// <summary>What the program can access outside its process. Tests and the demo replace it.</summary>
internal sealed record HostEnvironment
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Reads a line without echo, or null at the end of input; null if input can't be observed.</summary>
    public Func<string?>? ReadHidden { get; init; }

    /// <summary>Whether the user can type answers.</summary>
    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>The size of the terminal, in characters.</summary>
    public Func<(int Columns, int Rows)> Size { get; init; } = () => (80, 24);

    /// <summary>Returns an environment variable's value, or null.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Opens the data folder, and creates it if needed.</summary>
    public required Func<DataFolder> Home { get; init; }

    /// <summary>Opens the credential store of this data folder's user.</summary>
    public Func<DataFolder, CredentialVault> OpenVault { get; init; } = folder => OsKeyring.Open(folder.Root);

    /// <summary>The folder of the sandbox's Python environment, independent of the data folder.</summary>
    public required string PythonFolder { get; init; }

    /// <summary>The user's home folder, which contains <c>.aws</c>.</summary>
    public string UserHome { get; init; } = "";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The HTTP client and observer for AWS calls; null for the default.</summary>
    public AwsClientOptions? Calls { get; init; }

    public static HostEnvironment OfThisProcess(StandardStreams streams) => new()
    {
        In = streams.In,
        Out = streams.Out,
        Error = streams.Error,
        ReadHidden = streams.InIsTerminal ? () => HiddenInput.ReadLine(streams.Error) : null,
        InIsTerminal = streams.InIsTerminal,
        OutIsTerminal = streams.OutIsTerminal,
        ErrorIsTerminal = streams.ErrorIsTerminal,
        Size = TerminalSize,
        Variable = Environment.GetEnvironmentVariable,
        Home = DataFolder.OfThisComputer,
        UserHome = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        PythonFolder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "pockitect",
            "python"),
    };

    private static (int Columns, int Rows) TerminalSize()
    {
        var (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
        // Some terminals and services report 0.
        return (columns > 0 ? columns : 80, rows > 0 ? rows : 24);
    }
}
