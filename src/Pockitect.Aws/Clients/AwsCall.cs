namespace Pockitect.Aws.Clients;

/// <summary>Where in its life a call is.</summary>
public enum AwsCallPhase
{
    /// <summary>The next thing that happens is the send.</summary>
    Sending,

    /// <summary>AWS answered, and the call worked.</summary>
    Answered,

    /// <summary>AWS refused, or no answer came.</summary>
    Failed,
}

/// <summary>One attempt at one AWS call, as an observer sees it: names only, never a parameter, a credential or an answer.</summary>
/// <param name="Service">The service's signing name: ec2, rds, s3 …</param>
/// <param name="Region">The Region asked.</param>
/// <param name="Action">AWS's name of the operation: DescribeVpcs.</param>
/// <param name="Mutating">Whether it can change something.</param>
/// <param name="Attempt">1 for the first; a retry counts on.</param>
/// <param name="Phase">Before the send or after the answer.</param>
public sealed record AwsCall(string Service, string Region, string Action, bool Mutating, int Attempt, AwsCallPhase Phase)
{
    /// <summary>From the send to the answer; zero while sending. Waiting for a request limit is not in it.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>AWS's error code, or the exception's type when there was no answer; null unless failed.</summary>
    public string? ErrorCode { get; init; }
}
