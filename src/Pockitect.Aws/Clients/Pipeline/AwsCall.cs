namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>The phase of a call.</summary>
public enum AwsCallPhase
{
    /// <summary>About to be sent.</summary>
    Sending,

    /// <summary>AWS answered, and the call succeeded.</summary>
    Answered,

    /// <summary>AWS refused, or there was no answer.</summary>
    Failed,
}

/// <summary>An attempt at an AWS call, for observers: names only, never a parameter, a credential or an answer.</summary>
/// <param name="Service">The service's signing name: ec2, rds, s3 …</param>
/// <param name="Region">The Region.</param>
/// <param name="Action">AWS's name of the operation: DescribeVpcs.</param>
/// <param name="Mutating">Whether it can change something.</param>
/// <param name="Attempt">1 for the first; retries count up.</param>
/// <param name="Phase">Before sending or after the answer.</param>
public sealed record AwsCall(string Service, string Region, string Action, bool Mutating, int Attempt, AwsCallPhase Phase)
{
    /// <summary>The time from sending to the answer; zero while sending. Excludes waiting for a request limit.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>AWS's error code, or the exception's type without an answer; null unless failed.</summary>
    public string? ErrorCode { get; init; }
}
