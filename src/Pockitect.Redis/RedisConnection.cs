using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pockitect.Core.Faults;
using Pockitect.Core.Text;
using StackExchange.Redis;

namespace Pockitect.Redis;

/// <summary>This process's only connection to Redis. It reconnects itself.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    /// <summary>The first version with all commands used here.</summary>
    private static readonly Version Oldest = new(6, 2);

    private readonly ConnectionMultiplexer _redis;
    private long _connectedAt;

    private RedisConnection(ConnectionMultiplexer redis, RedisOptions options, TimeProvider time)
    {
        _redis = redis;
        Options = options;
        Time = time;
        _connectedAt = time.GetTimestamp();
        redis.ConnectionRestored += (_, _) => Interlocked.Exchange(ref _connectedAt, time.GetTimestamp());
    }

    public RedisOptions Options { get; }

    internal TimeProvider Time { get; }

    internal IDatabase Database => _redis.GetDatabase(Options.Database);

    internal ISubscriber Subscriber => _redis.GetSubscriber();

    /// <summary>
    /// Records that Redis refused what all workers depend on. For <see cref="Connected"/>, that counts as a lost connection.
    /// </summary>
    internal void NoteRefusal() => Interlocked.Exchange(ref _connectedAt, Time.GetTimestamp());

    /// <summary>How long Redis has been available since the last lost connection or refusal.</summary>
    internal TimeSpan Connected => _redis.IsConnected ? Time.GetElapsedTime(Interlocked.Read(ref _connectedAt)) : TimeSpan.Zero;

    /// <summary>Connects.</summary>
    /// <exception cref="FaultException">Redis doesn't respond, rejects us, or is too old.</exception>
    public static async Task<RedisConnection> OpenAsync(RedisOptions options, TimeProvider time, CancellationToken ct)
    {
        try
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(Configuration(options)).WaitAsync(ct);
            var version = redis.GetServer(redis.GetEndPoints()[0]).Version;
            if (version < Oldest)
            {
                await redis.DisposeAsync();
                throw Fault(options, $"Redis {version} is too old; {Oldest} or later is required.");
            }

            return new RedisConnection(redis, options, time);
        }
        catch (RedisException e)
        {
            throw Fault(options, Reason(e));
        }
    }

    /// <summary>Checks what work over Redis depends on, and writes a key that expires.</summary>
    /// <exception cref="FaultException">Redis stopped responding, or the user lacks permissions.</exception>
    public async Task<RedisHealth> LookAsync(CancellationToken ct)
    {
        try
        {
            var version = _redis.GetServer(_redis.GetEndPoints()[0]).Version;
            var answered = await Database.PingAsync().WaitAsync(ct);
            await Database.StringSetAsync($"{Options.Prefix}look:{Guid.NewGuid():N}", "1", TimeSpan.FromSeconds(10)).WaitAsync(ct);
            // The library offers INFO only to administrators, who may do far more.
            var told = $"{await Database.ScriptEvaluateAsync("return redis.call('INFO', 'persistence')").WaitAsync(ct)}";
            return new RedisHealth(version, answered, told.Contains("aof_enabled:1", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw Fault(Options, e is RedisException known ? Reason(known) : "no response in time.");
        }
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    /// <summary>
    /// Whether Redis didn't respond or refused: out of memory, missing permissions, too few replicas, a key of another type. All of these
    /// can be fixed while Pockitect waits, so it retries until a deadline.
    /// </summary>
    internal static bool IsAway(Exception e) =>
        e is RedisConnectionException or RedisTimeoutException or TimeoutException or RedisServerException;

    /// <param name="e">The last error from Redis; null if it didn't respond.</param>
    internal FaultException Away(string consequence, Exception? e = null) => new(new Fault(
        FaultKind.Unreachable, "Redis",
        e is RedisServerException
            ? $"Redis at {Options.Name} refuses commands ({Refusal(e)}). {consequence}"
            : $"Redis at {Options.Name} is not responding. {consequence}"));

    /// <summary>Returns the message from Redis, without the name of the script.</summary>
    internal static string Refusal(Exception e)
    {
        var words = VisibleText.Line(e.Message);
        var script = words.IndexOf(" script: ", StringComparison.Ordinal);
        if (script > 0) words = words[..script];
        return words.Length > 200 ? words[..200] + "…" : words.TrimEnd('.');
    }

    private static ConfigurationOptions Configuration(RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            EndPoints = { { options.Host, options.Port } },
            User = options.User,
            Password = options.Password,
            Ssl = options.Tls,
            SslHost = options.Tls ? options.Host : null,
            SslProtocols = options.Tls ? SslProtocols.Tls12 | SslProtocols.Tls13 : null,
            DefaultDatabase = options.Database,
            ClientName = "pockitect",
            ConnectTimeout = 5000,
            AsyncTimeout = 5000,
            SyncTimeout = 5000,
            ConnectRetry = 1,
            AbortOnConnectFail = true,
            KeepAlive = 10,
            // After a failover the library sends no changes until it has asked again whether the server takes them.
            ConfigCheckSeconds = 5,
            ReconnectRetryPolicy = new LinearRetry(500),
            // Callers decide what to do without an answer. A command that is sent later would belong to no one.
            BacklogPolicy = BacklogPolicy.FailFast,
        };
        if (options.AuthorityFile is { } file)
            configuration.CertificateValidation += (_, certificate, _, problems) => IsSignedBy(file, certificate, problems);
        return configuration;
    }

    private static bool IsSignedBy(string file, X509Certificate? certificate, System.Net.Security.SslPolicyErrors problems)
    {
        if (certificate is null || (problems & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(server);
    }

    private static FaultException Fault(RedisOptions options, string reason) => new(new Fault(
        FaultKind.Unreachable,
        "Redis",
        $"Can't use Redis at {options.Name}: {reason} Fix {RedisOptions.Variable}, or unset it to run everything in this process."));

    // The library's message would contain every connection setting.
    private static string Reason(RedisException e)
    {
        var words = $"{e.Message} {e.InnerException?.Message}";
        if (words.Contains("WRONGPASS", StringComparison.Ordinal)
            || words.Contains("NOAUTH", StringComparison.Ordinal)
            || words.Contains("AuthenticationFailure", StringComparison.Ordinal))
            return "invalid user or password.";
        if (words.Contains("NOPERM", StringComparison.Ordinal)) return "the user lacks permissions; docs/workers.md lists them.";
        if (e.InnerException is AuthenticationException
            || words.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            || words.Contains("AuthenticationException", StringComparison.Ordinal))
            return "untrusted certificate. Set its CA file with ?ca=.";
        return "connection refused or no response.";
    }
}
