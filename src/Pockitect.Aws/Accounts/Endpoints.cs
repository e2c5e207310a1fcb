using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts;

/// <summary>Endpoints other than AWS's own, from the <c>AWS_ENDPOINT_URL…</c> variables and a profile.</summary>
internal sealed class Endpoints(Func<string, string?> variable, string? ofProfile)
{
    private bool AreIgnored => "true".Equals(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The endpoint of all services; null for AWS's own.</summary>
    public Uri? OfAll => AreIgnored ? null : Parse("AWS_ENDPOINT_URL", variable("AWS_ENDPOINT_URL")) ?? Parse("endpoint_url", ofProfile);

    /// <summary>Returns a service's own endpoint, by AWS's service ID; null if missing.</summary>
    public Uri? Of(string serviceId)
    {
        var name = $"AWS_ENDPOINT_URL_{serviceId.Replace(' ', '_').ToUpperInvariant()}";
        return AreIgnored ? null : Parse(name, variable(name));
    }

    private static Uri? Parse(string name, string? given)
    {
        if (string.IsNullOrEmpty(given)) return null;
        return Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new SignInException($"Invalid address in {name}: '{given}'. Use a URL such as https://example.com.");
    }
}
