using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;

namespace Pockitect.Aws.Clients;

/// <summary>Calls a service with AWS's Query protocol (form in, XML out) by action name: RDS, IAM.</summary>
public sealed class QueryClient : IDisposable
{
    private readonly ProtocolClient _client;

    internal QueryClient(ProtocolClient client) => _client = client;

    /// <summary>Makes a call.</summary>
    /// <returns>The element with the action's name and "Result", without namespaces; empty if the action returns nothing.</returns>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">AWS refused; <see cref="AwsFaults"/> explains it.</exception>
    public async Task<XElement> CallAsync(string action, QueryParameters parameters, CancellationToken ct)
    {
        var response = await _client.CallAsync(new ProtocolRequest(action) { Parameters = parameters }, ct);
        var name = action + "Result";
        return response.Xml?.Element(name) ?? new XElement(name);
    }

    /// <summary>Makes a call and follows its Marker until the last page; each page is a result element.</summary>
    public async IAsyncEnumerable<XElement> PagesAsync(
        string action, QueryParameters parameters, [EnumeratorCancellation] CancellationToken ct)
    {
        var page = parameters.Copy();
        while (true)
        {
            var result = await CallAsync(action, page, ct);
            yield return result;

            // RDS omits Marker on the last page; IAM also returns IsTruncated.
            if (result.Element("Marker")?.Value is not { Length: > 0 } marker || result.Element("IsTruncated")?.Value == "false")
            {
                yield break;
            }

            page.Set("Marker", marker);
        }
    }

    public void Dispose() => _client.Dispose();
}
