using System.Security.Cryptography;

namespace Pockitect.Web.Security;

/// <summary>
/// The one address that the app answers at. Its host is new at every start and nobody can guess it, so that a page which makes
/// its own name point to this computer (DNS rebinding) does not know what to ask for.
/// </summary>
public sealed class AppAddress
{
    private const int RandomBytes = 8;

    /// <summary>Such as <c>pk-3f9a….localhost</c>: every such name is this computer.</summary>
    public string Host { get; } = $"pk-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}.localhost";

    /// <summary>Given by the system; 0, which fits no request, as long as nothing listens.</summary>
    public int Port { get; internal set; }

    /// <summary>As browsers send it.</summary>
    public string HostAndPort => $"{Host}:{Port}";

    public string Origin => $"http://{HostAndPort}";

    public Uri Url(string pathAndQuery) => new(Origin + pathAndQuery);
}
