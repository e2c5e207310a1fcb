using System.Buffers.Text;
using System.Security.Cryptography;

namespace Pockitect.Web.Security;

/// <summary>
/// Codes that open the app: 256 bits, good for half a minute and for one use. Who holds one gets a session; it is known to
/// the browser that was started with it and to nobody else.
/// </summary>
public sealed class LaunchCodes(TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private const int Bytes = 32;

    private readonly Lock _issuing = new();
    private readonly List<(byte[] Hash, long IssuedAt)> _open = [];

    /// <summary>A new code, as it stands in an address.</summary>
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

    /// <summary>Uses a code up.</summary>
    /// <returns>False for a code that is unknown, too old or used.</returns>
    public bool Redeem(string code)
    {
        var hash = Hash(code);
        lock (_issuing)
        {
            Forget();
            // All are compared, and each in constant time: how long it takes tells nothing.
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
