using System.Security.Cryptography;

namespace Pockitect.Web.Security;

/// <summary>
/// The only address that the app answers. Its random host name changes at every start, so a page that resolves its own name to this
/// computer (DNS rebinding) can't guess it.
/// </summary>
public sealed class AppAddress
{
    private const int RandomBytes = 8;

    /// <summary>For example <c>pk-3f9a….localhost</c>. All such names resolve to this computer.</summary>
    public string Host { get; } = $"pk-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}.localhost";

    /// <summary>The port that the system assigned; 0, which matches no request, until the app listens.</summary>
    public int Port { get; internal set; }

    /// <summary>The origin that browsers send.</summary>
    public string HostAndPort => $"{Host}:{Port}";

    public string Origin => $"http://{HostAndPort}";

    public Uri Url(string pathAndQuery) => new(Origin + pathAndQuery);
}
