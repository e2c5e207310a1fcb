using Pockitect.Core.Execution;

namespace Pockitect.Redis;

/// <summary>Where Redis is and how to get in, as <c>POCKITECT_REDIS</c> says it: <c>rediss://user:password@host:6379/0?prefix=team&amp;ca=/path/ca.pem</c>.</summary>
public sealed record RedisOptions
{
    /// <summary>The variable of the environment; a password has no place on a command line.</summary>
    public const string Variable = "POCKITECT_REDIS";

    public const string DefaultPrefix = "pockitect:";

    private const string Example = "redis://localhost, or rediss://user:password@redis.example.com:6380/0?prefix=team";

    public required string Host { get; init; }

    public int Port { get; init; } = 6379;

    public bool Tls { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public int Database { get; init; }

    /// <summary>What all keys begin with, a colon last.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>A file with the certificate of whoever signed the server's, as PEM; null for those that the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>After how long a silence a worker is taken for dead. All who share a Redis have to say the same.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where it is, without what is secret.</summary>
    public string Name => $"{(Tls ? "rediss" : "redis")}://{Host}:{Port}/{Database}";

    /// <summary>Reads an address.</summary>
    /// <exception cref="FaultException">It is none; the message does not repeat it, as it may hold a password.</exception>
    public static RedisOptions Parse(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw Wrong("is no address of a Redis");

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
        if (secrets is [{ Length: > 0 }]) throw Wrong("names a user and no password; write user:password@, or :password@ where there is only a password");
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)) options = With(options, pair.Split('=', 2));
        if (options.AuthorityFile is not null && !options.Tls) throw Wrong("has a ca and no TLS; begin it with rediss://");
        return options;
    }

    /// <summary>Never with its password, wherever it is written.</summary>
    public override string ToString() => Name;

    private static int DatabaseOf(string text) => text.Length == 0 ? 0
        : int.TryParse(text, out var number) && number is >= 0 and < 10_000 ? number
        : throw Wrong("names a database that is no number");

    private static RedisOptions With(RedisOptions options, string[] pair) => pair switch
    {
        ["prefix", var prefix] when Uri.UnescapeDataString(prefix) is { Length: > 0 and <= 64 } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_' or '.') =>
            options with { Prefix = name.EndsWith(':') ? name : name + ":" },
        ["prefix", _] => throw Wrong("has a prefix of other signs than letters, digits, colon, hyphen, underscore and dot"),
        ["ca", var file] when File.Exists(Uri.UnescapeDataString(file)) => options with { AuthorityFile = Uri.UnescapeDataString(file) },
        ["ca", _] => throw Wrong("names a ca file that is not there"),
        ["dead", var text] when int.TryParse(text, out var seconds) && seconds is >= 3 and <= 600 => options with { DeadAfter = TimeSpan.FromSeconds(seconds) },
        ["dead", _] => throw Wrong("has dead with something else than 3 to 600 seconds"),
        _ => throw Wrong("has a setting that is none; there are prefix, ca and dead"),
    };

    private static FaultException Wrong(string what) => new(new Fault(FaultKind.Invalid, "Redis", $"{Variable} {what}. It looks like {Example}."));
}
