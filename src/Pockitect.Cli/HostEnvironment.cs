using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;

namespace Pockitect.Cli;

/// <summary>What the program can reach of the world around it; tests and the demo put their own in place.</summary>
internal sealed record HostEnvironment
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Reads a line that is not shown while it is typed, or null at the end; null for a person whom nobody looks over the shoulder.</summary>
    public Func<string?>? ReadHidden { get; init; }

    /// <summary>A person can type answers.</summary>
    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>The size of the terminal, in characters.</summary>
    public Func<(int Columns, int Rows)> Size { get; init; } = () => (80, 24);

    /// <summary>An environment variable's value, or null.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Opens the data folder, which makes it.</summary>
    public required Func<DataFolder> Home { get; init; }

    /// <summary>Opens what keeps the secrets of whoever uses this data folder.</summary>
    public Func<DataFolder, CredentialVault> OpenVault { get; init; } = folder => OsKeyring.Open(folder.Root);

    /// <summary>Where the sandbox's own Python environment is kept, whatever the data folder.</summary>
    public required string PythonFolder { get; init; }

    /// <summary>The person's own folder, which holds <c>.aws</c>.</summary>
    public string UserHome { get; init; } = "";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How calls to AWS are made, and who watches them; null for the usual way.</summary>
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
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "pockitect", "python"),
    };

    private static (int Columns, int Rows) TerminalSize()
    {
        var (columns, rows) = (Console.WindowWidth, Console.WindowHeight);
        // Some terminals, and those of services, say 0.
        return (columns > 0 ? columns : 80, rows > 0 ? rows : 24);
    }
}
