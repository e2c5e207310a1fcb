namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>How calls are made, independent of the account.</summary>
public sealed record AwsClientOptions
{
    /// <summary>Whether calls respect AWS's published request limits; null means for AWS but not for a sandbox.</summary>
    public bool? RequestLimits { get; init; }

    /// <summary>Observes every attempt, before sending and after the answer. If it throws, the call ends.</summary>
    public Action<AwsCall>? Observer { get; init; }

    /// <summary>The timeout of one attempt, from sending to the last byte of the answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of retries of a repeatable call.</summary>
    public int Retries { get; init; } = 2;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Replaces the network in a test; null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }
}
