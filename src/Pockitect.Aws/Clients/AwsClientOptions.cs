namespace Pockitect.Aws.Clients;

/// <summary>How calls are made, beyond who makes them.</summary>
public sealed record AwsClientOptions
{
    /// <summary>Whether calls keep to AWS's published request limits; null means at AWS but not at a sandbox.</summary>
    public bool? RequestLimits { get; init; }

    /// <summary>Told of every attempt, before the send and after the answer. What it throws ends the call.</summary>
    public Action<AwsCall>? Observer { get; init; }

    /// <summary>How long one attempt may take, from the send to the answer's last byte.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call is made again that may be, after its first attempt.</summary>
    public int Retries { get; init; } = 2;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What stands for the network in a test; null for the network.</summary>
    internal HttpMessageHandler? Handler { get; init; }
}
