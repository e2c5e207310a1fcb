using Pockitect.Core.Faults;

namespace Pockitect.Redis;

/// <summary>
/// The address of Redis in <c>POCKITECT_REDIS</c>: <c>rediss://user:password@host:6379/0?prefix=team&amp;ca=/path/ca.pem</c>.
/// </summary>
public sealed record RedisOptions
{
    /// <summary>The environment variable. There is no option, because passwords don't belong on a command line.</summary>
    public const string Variable = "POCKITECT_REDIS";

    public const string DefaultPrefix = "pockitect:";

    private const string Example = "redis://localhost, or rediss://user:password@redis.example.com:6380/0?prefix=team";

    public required string Host { get; init; }

    public int Port { get; init; } = 6379;

    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    /// <summary>The prefix of all keys, with a trailing colon.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>A PEM file with the CA of the server's certificate; null for the system's CAs.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The silence after which a worker counts as dead. Must be the same for all who share a Redis.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address without secrets.</summary>
    public string Name => $"{(Tls ? "rediss" : "redis")}://{Host}:{Port}/{Database}";

    /// <summary>Parses an address.</summary>
    /// <exception cref="FaultException">
    /// The address is invalid. The message doesn't repeat it, because it may contain a password.
    /// </exception>
    public static RedisOptions Parse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw Wrong("is not a Redis address");

        var secrets = uri.UserInfo.Split(':', 2);
        var options = new RedisOptions
        {
            Host = uri.IdnHost,
            Port = uri.Port > 0 ? uri.Port : 6379,
            Tls = uri.Scheme == "rediss",
            User = secrets is [{ Length: > 0 } user, _] ? Uri.UnescapeDataString(user) : null,
            Password = secrets is [_, { Length: > 0 } password] ? Uri.UnescapeDataString(password) : null,
            Database = DatabaseOf(uri.AbsolutePath.Trim('/')),
        };
        if (secrets is [{ Length: > 0 }]) throw Wrong("has a user but no password; use user:password@, or :password@ for a password only");
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            options = With(options, pair.Split('=', 2));
        if (options.AuthorityFile is not null && !options.Tls) throw Wrong("has a ca but no TLS; use rediss://");
        return options;
    }

    /// <summary>Never contains the password.</summary>
    public override string ToString() => Name;

    private static int DatabaseOf(string text) => text.Length == 0 ? 0
        : int.TryParse(text, out var number) && number is >= 0 and < 10_000 ? number
        : throw Wrong("has an invalid database number");

    private static RedisOptions With(RedisOptions options, string[] pair) => pair switch
    {
        ["prefix", var prefix]
            when Uri.UnescapeDataString(prefix) is { Length: > 0 and <= 64 } name
                && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_' or '.') =>
            options with { Prefix = name.EndsWith(':') ? name : name + ":" },
        ["prefix", _] => throw Wrong("has an invalid prefix; use letters, digits, colon, hyphen, underscore and dot"),
        ["ca", var file] when File.Exists(Uri.UnescapeDataString(file)) => options with { AuthorityFile = Uri.UnescapeDataString(file) },
        ["ca", _] => throw Wrong("names a missing ca file"),
        ["dead", var text] when int.TryParse(text, out var seconds) && seconds is >= 3 and <= 600 =>
            options with { DeadAfter = TimeSpan.FromSeconds(seconds) },
        ["dead", _] => throw Wrong("has an invalid dead; use 3 to 600 seconds"),
        _ => throw Wrong("has an unknown setting; use prefix, ca or dead"),
    };

    private static FaultException Wrong(string what) =>
        new(new Fault(FaultKind.Invalid, "Redis", $"{Variable} {what}. Example: {Example}."));
}
