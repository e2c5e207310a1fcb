namespace Pockitect.Aws.Accounts;

/// <summary>Where services answer, if not at AWS's own addresses: what the environment's <c>AWS_ENDPOINT_URL…</c> and a profile say.</summary>
internal sealed class Endpoints(Func<string, string?> variable, string? ofProfile)
{
    private bool AreIgnored => "true".Equals(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Of every service; null where there is none.</summary>
    public Uri? OfAll => AreIgnored ? null : Parse("AWS_ENDPOINT_URL", variable("AWS_ENDPOINT_URL")) ?? Parse("endpoint_url", ofProfile);

    /// <summary>Of one service alone, by AWS's id of it; null where there is none.</summary>
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
            : throw new SignInException($"{name} is no address: '{given}'. It has to be like https://example.com.");
    }
}
