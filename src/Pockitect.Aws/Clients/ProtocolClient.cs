using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Clients;

/// <summary>
/// A client for any service with the Query or JSON protocol, on the SDK's own pipeline: its credentials, signatures, retries and
/// connections.
/// </summary>
internal sealed class ProtocolClient(AWSCredentials credentials, ProtocolConfig config, CallPipeline calls)
    : AmazonServiceClient(credentials, config)
{
    private readonly ProtocolMarshaller _marshaller = new(config.Service);
    private readonly ProtocolUnmarshaller _unmarshaller = new(json: config.Service.TargetPrefix is not null);

    public Task<ProtocolResponse> CallAsync(ProtocolRequest request, CancellationToken ct)
        => InvokeAsync<ProtocolResponse>(
            request, new InvokeOptions { RequestMarshaller = _marshaller, ResponseUnmarshaller = _unmarshaller }, ct);

    // Runs inside the base constructor; see SdkClients.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureV4());
        calls.InstallIn(pipeline, Config);
    }

    private sealed class Endpoints : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class SignatureV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}

/// <summary>The settings of a <see cref="ProtocolClient"/>: its service's endpoint.</summary>
internal sealed class ProtocolConfig : ClientConfig, IEndpointProvider
{
    private readonly string _region;

    public ProtocolConfig(AwsServiceSpec service, string region)
        : base(new DefaultConfigurationProvider(
            [new DefaultConfiguration { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard }]))
    {
        Service = service;
        _region = region;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = this;
    }

    public AwsServiceSpec Service { get; }

    public override string RegionEndpointServiceName => Service.SigningName;

    public override string ServiceVersion => Service.ApiVersion;

    public override string UserAgent => "pockitect";

    // ServiceURL is the sandbox's, or from the environment or the profile.
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
        => new(ServiceURL is { Length: > 0 } url ? url : Service.UriIn(_region).AbsoluteUri);

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
        => ResolveEndpoint(new EndpointParameters());
}
