using System.Buffers.Text;
using System.Security.Cryptography;

namespace Pockitect.Web.Security;

/// <summary>
/// One-time codes that open the app: 256 bits, valid for 30 seconds. A code gives its holder a session. Only the browser that was started
/// with it knows it.
/// </summary>
public sealed class LaunchCodes(TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private const int Bytes = 32;

    private readonly Lock _issuing = new();
    private readonly List<(byte[] Hash, long IssuedAt)> _open = [];

    /// <summary>Creates a code for a URL.</summary>
    public string Issue()
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        lock (_issuing)
        {
            Forget();
            _open.Add((Hash(code), time.GetTimestamp()));
        }

        return code;
    }

    /// <summary>Consumes a code.</summary>
    /// <returns>False if the code is unknown, expired or used.</returns>
    public bool Redeem(string code)
    {
        var hash = Hash(code);
        lock (_issuing)
        {
            Forget();
            // Compares all codes in constant time, so that timing reveals nothing.
            var found = -1;
            for (var index = 0; index < _open.Count; index++)
            {
                if (CryptographicOperations.FixedTimeEquals(_open[index].Hash, hash)) found = index;
            }

            if (found < 0) return false;
            _open.RemoveAt(found);
            return true;
        }
    }

    private void Forget() => _open.RemoveAll(code => time.GetElapsedTime(code.IssuedAt) > Life);

    private static byte[] Hash(string code) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code));
}
