using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Pockitect.Aws.Clients;

/// <summary>Calls a service that speaks AWS's JSON protocol by action name: Service Quotas, tagging, Pricing, Secrets Manager.</summary>
public sealed class JsonClient
{
    internal JsonClient() { }

    /// <summary>Makes one call.</summary>
    /// <returns>The answer's body; an empty object when there is none.</returns>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">AWS refused; <see cref="AwsFaults"/> understands it.</exception>
    public Task<JsonNode> CallAsync(string action, JsonObject body, CancellationToken ct) => throw new NotImplementedException(action);

    /// <summary>Makes a call and follows its page token until AWS sends none.</summary>
    public async IAsyncEnumerable<JsonNode> PagesAsync(string action, JsonObject body, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return await CallAsync(action, body, ct);
    }
}
