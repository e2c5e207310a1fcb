using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SimpleSystemsManagement;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace Pockitect.Aws.Clients.Pipeline;

// CustomizeRuntimePipeline runs inside the SDK's constructor. A captured primary constructor parameter is already set; a field from a
// constructor's body would still be null.

internal sealed class Ec2Client(
    AWSCredentials credentials, AmazonEC2Config config, CallPipeline calls) : AmazonEC2Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
    }
}

internal sealed class S3Client(AWSCredentials credentials, AmazonS3Config config, CallPipeline calls) : AmazonS3Client(credentials, config)
{
    // This also replaces S3's own retry policy, including its search for a bucket's Region after a redirect: use the right Region.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
        pipeline.AddHandlerAfter<RetryHandler>(new NotFoundIsError());
    }
}

internal sealed class StsClient(AWSCredentials credentials, AmazonSecurityTokenServiceConfig config, CallPipeline calls)
    : AmazonSecurityTokenServiceClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
    }
}

internal sealed class SsmClient(AWSCredentials credentials, AmazonSimpleSystemsManagementConfig config, CallPipeline calls)
    : AmazonSimpleSystemsManagementClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
    }
}

internal sealed class SsoClient(
    AWSCredentials credentials, AmazonSSOConfig config, CallPipeline calls) : AmazonSSOClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
    }
}

internal sealed class SsoOidcClient(
    AWSCredentials credentials, AmazonSSOOIDCConfig config, CallPipeline calls) : AmazonSSOOIDCClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        calls.InstallIn(pipeline, Config);
    }
}
