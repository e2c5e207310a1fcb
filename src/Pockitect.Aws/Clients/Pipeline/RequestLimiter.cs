using System.Collections.Concurrent;
using Amazon.Runtime.Internal;
using Pockitect.Aws.Errors;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>Enforces AWS's published request limits for an account's calls: per Region, service and action.</summary>
/// <seealso href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html"/>
internal sealed class RequestLimiter(TimeProvider time)
{
    private static readonly Limit Reads = new(100, 20);
    private static readonly Limit UnpagedReads = new(50, 10);
    private static readonly Limit Mutations = new(50, 5);

    private static readonly Dictionary<string, Limit> Ec2Exceptions = new(StringComparer.Ordinal)
    {
        ["DeleteVpcEndpoints"] = new(4, 0.3),
        ["DeleteNatGateway"] = new(10, 1),
        ["DeleteNetworkInterface"] = new(100, 5),
        ["DeleteVolume"] = new(100, 5),
        ["DeleteSnapshot"] = new(100, 5),
    };

    private static readonly HashSet<string> CheaperWhenPaged =
    [
        "DescribeInstances", "DescribeNetworkInterfaces", "DescribeSecurityGroups", "DescribeSnapshots", "DescribeVolumes",
    ];

    private readonly ConcurrentDictionary<(string Region, string Service, string Bucket), TokenBucket> _buckets = new();

    /// <summary>Returns when the call may be made.</summary>
    public ValueTask WaitAsync(CallFacts call, IRequest request, CancellationToken ct)
    {
        var (bucket, limit) = LimitOf(call, request);
        return _buckets.GetOrAdd((call.Region, call.Service, bucket), _ => new TokenBucket(limit, time)).TakeAsync(ct);
    }

    internal static (string Bucket, Limit Limit) LimitOf(CallFacts call, IRequest request)
    {
        if (call.Service == "ec2")
        {
            if (Ec2Exceptions.TryGetValue(call.Action, out var own))
            {
                return (call.Action, own);
            }

            // Action and Version are always present; anything else is an ID, a filter or a page size.
            if (CheaperWhenPaged.Contains(call.Action) && request.Parameters.Count <= 2)
            {
                return (call.Action + " unpaged", UnpagedReads);
            }
        }

        return (call.Action, call.Mutating ? Mutations : Reads);
    }
}
