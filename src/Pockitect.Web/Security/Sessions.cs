using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Web.Security;

/// <summary>The browsers that may use the app. Kept in memory only: sessions end with the process, even if a cookie outlives it.</summary>
public sealed class Sessions
{
    private const int Bytes = 32;

    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    /// <summary>Starts a session.</summary>
    /// <returns>The cookie's value. Only its hash is kept here.</returns>
    public string Begin()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        _open[Hash(token)] = 0;
        return token;
    }

    public bool IsOpen(string token) => _open.ContainsKey(Hash(token));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
