using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Pockitect.Aws.Protocol;

/// <summary>A call of the generic client before serialization.</summary>
internal sealed class ProtocolRequest(string action) : AmazonWebServiceRequest
{
    public string Action { get; } = action;

    /// <summary>The form of a Query call.</summary>
    public QueryParameters? Parameters { get; init; }

    /// <summary>The body of a JSON call.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>Whether a JSON call has a client token; for a Query call the form shows it.</summary>
    public bool HasToken => Body is not null && (Body.ContainsKey("ClientToken") || Body.ContainsKey("ClientRequestToken"));
}

/// <summary>Serializes a <see cref="ProtocolRequest"/> for the SDK to sign and send.</summary>
internal sealed class ProtocolMarshaller(AwsServiceSpec service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (ProtocolRequest)input;
        var request = new DefaultRequest(call, "Amazon." + service.SigningName) { HttpMethod = "POST", ResourcePath = "/" };
        if (call.Body is not null)
        {
            request.Content = Encoding.UTF8.GetBytes(call.Body.ToJsonString());
            request.Headers["Content-Type"] = "application/x-amz-json-1.1";
            request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{call.Action}";
            return request;
        }

        request.Parameters["Action"] = call.Action;
        request.Parameters["Version"] = service.ApiVersion;
        foreach (var (name, value) in call.Parameters?.Values ?? new Dictionary<string, string>())
        {
            request.Parameters[name] = value;
        }

        return request;
    }
}
