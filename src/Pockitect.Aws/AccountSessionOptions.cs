using Microsoft.Extensions.Logging;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;
using Pockitect.Core.Commands;
using Pockitect.Core.Files;

namespace Pockitect.Aws;

/// <summary>The account of a session, and how the session works.</summary>
public sealed record AccountSessionOptions
{
    public required AwsAccount Account { get; init; }

    /// <summary>The data folder of AWS, or of the sandbox.</summary>
    public required DataFolder Folder { get; init; }

    /// <summary>The log of the account; disposed with the session.</summary>
    public required ILoggerFactory Logs { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The HTTP client and observer for AWS calls; null for the default.</summary>
    public AwsClientOptions? Calls { get; init; }

    /// <summary>
    /// Opens the work shared with other processes, when the session starts; it is disposed with the session. Null to work alone.
    /// </summary>
    public Func<AwsCloud, SharedWork>? Share { get; init; }

    /// <summary>
    /// Whether it runs other clients' commands, and finishes them before it closes; otherwise it sends its own commands to workers.
    /// </summary>
    public bool WorksForAll { get; init; }

    /// <summary>Whether it watches the blueprints that other programs change, so that the projects' statuses follow.</summary>
    public bool FollowsBlueprints { get; init; }
}
