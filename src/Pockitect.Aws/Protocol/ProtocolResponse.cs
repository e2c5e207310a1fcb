using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Pockitect.Aws.Protocol;

/// <summary>The successful answer of a generic call: XML or JSON.</summary>
internal sealed class ProtocolResponse : AmazonWebServiceResponse
{
    public XElement? Xml { get; init; }

    public JsonNode? Json { get; init; }
}

/// <summary>Reads answers and errors of both protocols.</summary>
internal sealed class ProtocolUnmarshaller(bool json) : ResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        var body = Read(input);
        var requestId = RequestIdOf(input.ResponseData);
        try
        {
            return json
                ? new ProtocolResponse { Json = body.Length == 0 ? new JsonObject() : JsonNode.Parse(body) ?? new JsonObject() }
                : new ProtocolResponse { Xml = Plain(XElement.Parse(body)) };
        }
        catch (Exception e) when (e is XmlException or JsonException)
        {
            throw new AmazonUnmarshallingException(
                requestId, lastKnownLocation: "", responseBody: Shortened(body), e, input.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(
        UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var body = Read(input);
        var (code, message, requestId) = (json ? JsonError(body, input.ResponseData) : XmlError(body))
            // A proxy or a failing front end answers in HTML or not at all; only the status is usable.
            ?? (statusCode.ToString(), $"HTTP {(int)statusCode} without a readable error: {Shortened(body)}", null);
        return new AmazonServiceException(message, innerException, (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender,
            code, requestId ?? RequestIdOf(input.ResponseData), statusCode);
    }

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException)
        => new BodyContext(responseStream, response);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext)
        => new BodyContext(responseStream, response);

    private static (string Code, string Message, string? RequestId)? XmlError(string body)
    {
        try
        {
            // <ErrorResponse><Error><Code>…</Error><RequestId>, or EC2's <Response><Errors><Error>…<RequestID>.
            var document = Plain(XElement.Parse(body));
            return document.DescendantsAndSelf("Error").FirstOrDefault() is { } error
                && error.Element("Code")?.Value is { Length: > 0 } code
                ? (code, error.Element("Message")?.Value ?? code, (document.Element("RequestId") ?? document.Element("RequestID"))?.Value)
                : null;
        }
        catch (XmlException)
        {
            // Not AWS's own error; the caller describes it.
            return null;
        }
    }

    private static (string Code, string Message, string? RequestId)? JsonError(string body, IWebResponseData response)
    {
        JsonObject? error;
        try
        {
            error = body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            error = null;
        }

        var type = response.IsHeaderPresent("x-amzn-ErrorType")
            ? response.GetHeaderValue("x-amzn-ErrorType")
            : Text(error, "__type") ?? Text(error, "code");
        if (type is not { Length: > 0 })
        {
            return null;
        }

        // com.amazonaws.servicequotas#NoSuchResourceException:http://…
        var code = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        code = code.Split(':')[0];
        return (code, Text(error, "message") ?? Text(error, "Message") ?? code, null);
    }

    private static string? Text(JsonObject? from, string name) =>
        from?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? RequestIdOf(IWebResponseData response)
        => response.IsHeaderPresent("x-amzn-RequestId") ? response.GetHeaderValue("x-amzn-RequestId") : null;

    /// <summary>Returns the elements without namespaces, so that results are read by plain names.</summary>
    private static XElement Plain(XElement element)
        => new(element.Name.LocalName,
            element.Attributes()
                .Where(attribute => !attribute.IsNamespaceDeclaration)
                .Select(attribute => new XAttribute(attribute.Name.LocalName, attribute.Value)),
            element.Nodes().Select(node => node is XElement child ? Plain(child) : node));

    private static string Read(UnmarshallerContext input)
    {
        using var reader = new StreamReader(((BodyContext)input).Body);
        return reader.ReadToEnd();
    }

    private static string Shortened(string body)
    {
        var text = body.ReplaceLineEndings(" ").Trim();
        return text.Length <= 200 ? text : text[..200] + "…";
    }

    /// <summary>The unread answer stream; the SDK's own contexts read element by element.</summary>
    private sealed class BodyContext : UnmarshallerContext
    {
        public BodyContext(Stream body, IWebResponseData response)
        {
            Body = body;
            WebResponseData = response;
        }

        public Stream Body { get; }

        public override string CurrentPath => "";

        public override int CurrentDepth => 0;

        public override bool IsStartElement => false;

        public override bool IsEndElement => false;

        public override bool IsStartOfDocument => false;
    }
}
