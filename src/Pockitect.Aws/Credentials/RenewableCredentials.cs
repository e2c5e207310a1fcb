using Amazon.Runtime;

namespace Pockitect.Aws.Credentials;

/// <summary>Keys and their expiry; null if they don't expire.</summary>
internal sealed record HeldKeys(ImmutableCredentials Keys, DateTimeOffset? Expires)
{
    // A record's ToString would include the keys.
    public override string ToString() => $"keys until {Expires:u}";
}

/// <summary>Reads credentials from their source, each time again.</summary>
/// <exception cref="SignInException">There are none; the message says what the user can do.</exception>
internal delegate Task<HeldKeys> CredentialSource(CancellationToken ct);

/// <summary>
/// Credentials that renew in place: the source is read again when they expire or AWS rejects them. A long operation continues with them
/// after the user signs in again elsewhere.
/// </summary>
#pragma warning disable CA1001 // The semaphore's handle is never created, so there is nothing to dispose.
public sealed class RenewableCredentials : AWSCredentials
#pragma warning restore CA1001
{
    // Before they expire, so that no request is signed with keys that expire in transit; not for every call, because a source may be slow.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly CredentialSource _source;
    private readonly TimeProvider _time;
    private readonly RenewableCredentials? _behind;
    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset _read;
    private volatile HeldKeys? _held;

    internal RenewableCredentials(CredentialSource source, TimeProvider time, RenewableCredentials? behind = null)
    {
        _source = source;
        _time = time;
        _behind = behind;
    }

    /// <summary>Whether they renew without the user, as far as known.</summary>
    public bool RenewsAlone { get; init; }

    internal HeldKeys? Held => _held;

    /// <summary>Drops the current keys, so that the next call reads the source again.</summary>
    public void Forget()
    {
        _held = null;
        _behind?.Forget();
    }

    /// <summary>Drops these keys, unless they were renewed since.</summary>
    internal void Forget(HeldKeys which)
    {
        if (ReferenceEquals(_held, which)) Forget();
    }

    public override ImmutableCredentials GetCredentials() => Task.Run(GetCredentialsAsync).GetAwaiter().GetResult();

    public override Task<ImmutableCredentials> GetCredentialsAsync() => GetAsync(CancellationToken.None);

    internal async Task<ImmutableCredentials> GetAsync(CancellationToken ct)
    {
        if (_held is { } fresh && !IsDue(fresh)) return fresh.Keys;
        await _one.WaitAsync(ct);
        try
        {
            // Another caller may have renewed them.
            if (_held is not { } held || IsDue(held)) return (await RenewAsync(_held, ct)).Keys;
            return held.Keys;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<HeldKeys> RenewAsync(HeldKeys? old, CancellationToken ct)
    {
        HeldKeys keys;
        _read = _time.GetUtcNow();
        try
        {
            keys = await _source(ct);
        }
        catch (Exception e)
            when (old is not null && !HasEnded(old) && e is SignInException or AmazonClientException or HttpRequestException or IOException)
        {
            // They are still valid for a while, and the source may recover.
            return old;
        }

        if (HasEnded(keys)) throw new SignInException($"The credentials expired at {keys.Expires:u}. Renew them at their source.");
        _held = keys;
        Expiration = keys.Expires?.UtcDateTime;
        return keys;
    }

    private bool IsDue(HeldKeys held) =>
        HasEnded(held) || (_time.GetUtcNow() >= held.Expires - Early && _time.GetUtcNow() >= _read + Pause);

    private bool HasEnded(HeldKeys held) => _time.GetUtcNow() >= held.Expires;
}
