using System.Net;
using System.Text;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Clients.Pipeline;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Tests.Clients;

/// <summary>Stands for the network: keeps every request and answers with what a test says.</summary>
internal sealed class FakeNetwork(Func<SentRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<SentRequest> Sent { get; } = [];

    public static HttpResponseMessage Xml(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer(body, "text/xml", status);

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer(body, "application/x-amz-json-1.1", status);

    public static HttpResponseMessage Html(HttpStatusCode status) => Answer("<html><body><h1>Oops</h1></body></html>", "text/html", status);

    public static HttpResponseMessage XmlError(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest)
        => Xml($"""<ErrorResponse xmlns="http://aws/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>req-1</RequestId></ErrorResponse>""", status);

    public static HttpResponseMessage Ec2Error(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest)
        => Xml($"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>req-2</RequestID></Response>", status);

    /// <summary>Clients of an account at AWS itself, whose requests come here.</summary>
    public AwsClients Clients(AwsClientOptions? options = null, Uri? endpoint = null)
        => new(AwsAccount.Sandbox(endpoint ?? new Uri("http://127.0.0.1:1")) is var sandbox && endpoint is null ? AtAws(sandbox) : sandbox,
            (options ?? new AwsClientOptions { RequestLimits = false, Time = new HurriedTime() }) with { Handler = this });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        var sent = new SentRequest(request.Method.Method, request.RequestUri!, headers, body);
        lock (Sent)
        {
            Sent.Add(sent);
        }

        return answer(sent);
    }

    private static AwsAccount AtAws(AwsAccount account)
        => new() { AccountId = account.AccountId, Arn = account.Arn, Name = account.Name, Identity = account.Identity, Credentials = account.Credentials };

    private static HttpResponseMessage Answer(string body, string type, HttpStatusCode status)
        => new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}

/// <summary>A request as it left.</summary>
internal sealed record SentRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Action => Field("Action");

    public string? Field(string name) => Body.Split('&').Select(pair => pair.Split('=')).FirstOrDefault(pair => pair[0] == name)?[1];
}
