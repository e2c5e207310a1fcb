using Amazon.Runtime;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Clients;

/// <summary>What "not found" means to a call that reads or deletes: an answer, and no failure.</summary>
internal static class Gone
{
    /// <summary>The answer, or null when the thing asked for is not there.</summary>
    public static async Task<T?> GoneIsNullAsync<T>(this Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (AmazonServiceException e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Done, also when the thing was already gone, which is what was asked for.</summary>
    public static async Task GoneIsDoneAsync(this Task call)
    {
        try
        {
            await call;
        }
        catch (AmazonServiceException e) when (AwsFaults.Explain(e).Kind is FaultKind.NotFound)
        {
        }
    }
}
