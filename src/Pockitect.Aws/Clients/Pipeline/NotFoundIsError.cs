using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Pockitect.Aws.Clients.Pipeline;

/// <summary>
/// Makes the SDK throw on every 404. For some reads of S3 it returns an empty answer instead, so that a bucket that S3 does not know
/// yet looks like one without the setting.
/// </summary>
internal sealed class NotFoundIsError : PipelineHandler
{
    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        executionContext.RequestContext.Request.Suppress404Exceptions = false;
        return base.InvokeAsync<T>(executionContext);
    }
}
