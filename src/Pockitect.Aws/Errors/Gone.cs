using Amazon.Runtime;
using Pockitect.Core.Faults;

namespace Pockitect.Aws.Errors;

/// <summary>Handles "not found" in calls that read or delete: an answer, not an error.</summary>
internal static class Gone
{
    /// <summary>Returns the answer, or null if the resource doesn't exist.</summary>
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

    /// <summary>Completes, also if the resource was already gone.</summary>
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
