using System.Security.Cryptography;
using System.Text;

namespace Pockitect.Aws.Tests.Clients;

/// <summary>AWS Signature Version 4 written from its specification, to hold the SDK's against.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
internal static class SignatureV4
{
    /// <param name="headers">The headers signed, lower case, in order.</param>
    /// <param name="scope">date/region/service/aws4_request.</param>
    public static string Of(string method, string path, IReadOnlyList<(string Name, string Value)> headers, string body, string timestamp, string scope, string secret)
    {
        var canonical = string.Join('\n',
            method, path, "",
            string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n")),
            string.Join(';', headers.Select(header => header.Name)),
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body))));
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", timestamp, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (from, part) => HMACSHA256.HashData(from, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
