using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Core.Commands;
using Pockitect.Core.Files;

namespace Pockitect.Web.Work;

/// <summary>The services that the executable provides to the app.</summary>
public sealed record AppParts
{
    /// <summary>The largest file that can be dropped into the app, in bytes. Larger than any blueprint.</summary>
    public const int LargestUpload = 2 * 1024 * 1024;

    /// <summary>How long a disconnected window can reconnect and keep its state.</summary>
    public static readonly TimeSpan CircuitLife = TimeSpan.FromHours(12);

    public required ILoggerFactory Logs { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name of the executable's assembly. The build writes the list of static files next to it, under this name.</summary>
    public required string Executable { get; init; }

    /// <summary>The secret that a second start must present; see <see cref="Window.RunningApp"/>.</summary>
    public required string InstanceSecret { get; init; }

    /// <summary>Opens a window for a second start that found this app. Returns false if no window can be opened.</summary>
    public required Func<bool> ShowWindow { get; init; }

    /// <summary>The data folder for AWS; the sandbox's is inside it.</summary>
    public required DataFolder Home { get; init; }

    /// <summary>Opens the log of a data folder.</summary>
    public required Func<DataFolder, ILoggerFactory> OpenLogs { get; init; }

    /// <summary>What sign-in can access outside this process.</summary>
    public required SignInContext SignIn { get; init; }

    /// <summary>Opens the credential store; called again after the user fixed the keyring.</summary>
    public required Func<CredentialVault> OpenVault { get; init; }

    /// <summary>Opens a page in the user's browser. Returns false if there is no browser.</summary>
    public required Func<Uri, bool> OpenLink { get; init; }

    /// <summary>Starts the sandbox if needed, reports progress, and returns its address.</summary>
    public required Func<IProgress<string>, CancellationToken, Task<Uri>> StartSandbox { get; init; }

    /// <summary>The folder with blueprint templates.</summary>
    public required string Templates { get; init; }

    /// <summary>The HTTP client for AWS calls; null for the default.</summary>
    public AwsClientOptions? Calls { get; init; }

    /// <summary>Connects to shared workers; null if this process works alone.</summary>
    public Func<AwsCloud, SharedWork>? Share { get; init; }
}
