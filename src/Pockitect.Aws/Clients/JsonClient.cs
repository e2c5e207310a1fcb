using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Clients;

/// <summary>Calls a service with AWS's JSON protocol by action name: Service Quotas, tagging, Pricing, Secrets Manager.</summary>
public sealed class JsonClient : IDisposable
{
    private static readonly string[] TokenNames = ["NextToken", "nextToken", "PaginationToken"];

    private readonly ProtocolClient _client;

    internal JsonClient(ProtocolClient client) => _client = client;

    /// <summary>Makes a call.</summary>
    /// <returns>The answer's body; an empty object if missing.</returns>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">AWS refused; <see cref="AwsFaults"/> explains it.</exception>
    public async Task<JsonNode> CallAsync(string action, JsonObject body, CancellationToken ct)
        => (await _client.CallAsync(new ProtocolRequest(action) { Body = body }, ct)).Json ?? new JsonObject();

    /// <summary>Makes a call and follows its page tokens.</summary>
    public async IAsyncEnumerable<JsonNode> PagesAsync(string action, JsonObject body, [EnumeratorCancellation] CancellationToken ct)
    {
        var page = (JsonObject)body.DeepClone();
        while (true)
        {
            var answer = await CallAsync(action, page, ct);
            yield return answer;

            // The name differs from service to service. The tagging API ends with an empty token.
            if (TokenNames.FirstOrDefault(known => answer[known] is not null) is not { } name
                || answer[name]?.GetValue<string>() is not { Length: > 0 } token)
            {
                yield break;
            }

            page[name] = token;
        }
    }

    public void Dispose() => _client.Dispose();
}
