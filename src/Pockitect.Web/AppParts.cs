using Microsoft.Extensions.Logging;
using Pockitect.Aws;
using Pockitect.Aws.Accounts;
using Pockitect.Aws.Clients;
using Pockitect.Core;
using Pockitect.Core.Bus;

namespace Pockitect.Web;

/// <summary>What the executable gives the app.</summary>
public sealed record AppParts
{
    /// <summary>The largest file that can be dropped into the app: more than any blueprint has.</summary>
    public const int LargestUpload = 2 * 1024 * 1024;

    /// <summary>How long a window that lost its connection can come back to where it was.</summary>
    public static readonly TimeSpan CircuitLife = TimeSpan.FromHours(12);

    public required ILoggerFactory Logs { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name of the executable's assembly: the build leaves the list of static files beside it, under its name.</summary>
    public required string Executable { get; init; }

    /// <summary>What a second start has to show to be answered; see <see cref="Window.RunningApp"/>.</summary>
    public required string InstanceSecret { get; init; }

    /// <summary>Opens a window, for a second start that found this one; false where there is nothing to open one with.</summary>
    public required Func<bool> ShowWindow { get; init; }

    /// <summary>The data folder of AWS; the sandbox has one inside.</summary>
    public required DataFolder Home { get; init; }

    /// <summary>Opens the log of a data folder.</summary>
    public required Func<DataFolder, ILoggerFactory> OpenLogs { get; init; }

    /// <summary>What signing in can reach of the world around.</summary>
    public required SignInContext SignIn { get; init; }

    /// <summary>Opens what keeps secrets; asked again after a person has mended it.</summary>
    public required Func<CredentialVault> OpenVault { get; init; }

    /// <summary>Opens a page in the person's own browser; false where there is none.</summary>
    public required Func<Uri, bool> OpenLink { get; init; }

    /// <summary>Starts the sandbox where it does not run, telling what it is at, and says where it answers.</summary>
    public required Func<IProgress<string>, CancellationToken, Task<Uri>> StartSandbox { get; init; }

    /// <summary>The folder of blueprints to start from.</summary>
    public required string Templates { get; init; }

    /// <summary>How calls to AWS are made; null for the usual way.</summary>
    public AwsClientOptions? Calls { get; init; }

    /// <summary>Opens what this process has in common with workers elsewhere; null where it works alone.</summary>
    public Func<AwsCloud, SharedWork>? Share { get; init; }
}
