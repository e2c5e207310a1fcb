using Amazon.Runtime;

namespace Pockitect.Aws.Accounts;

/// <summary>Keys, and when they end; null where they do not.</summary>
internal sealed record HeldKeys(ImmutableCredentials Keys, DateTimeOffset? Expires)
{
    // A record prints its properties.
    public override string ToString() => $"keys until {Expires:u}";
}

/// <summary>Reads credentials from where they come from, each time anew.</summary>
/// <exception cref="SignInException">There are none; the message says what a person can do.</exception>
internal delegate Task<HeldKeys> CredentialSource(CancellationToken ct);

/// <summary>
/// Credentials that renew themselves in place: their source is read anew when what it gave has ended, or when AWS said so.
/// A long operation goes on with them after a person signed in again elsewhere.
/// </summary>
#pragma warning disable CA1001 // The semaphore's handle is never asked for, and so there is nothing to give back.
public sealed class RenewableCredentials : AWSCredentials
#pragma warning restore CA1001
{
    // Before they end, so that no request is signed with what ends on its way; not at every call, as a source may be slow.
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

    /// <summary>No person is needed to renew them, as far as can be told.</summary>
    public bool RenewsAlone { get; init; }

    internal HeldKeys? Held => _held;

    /// <summary>Drops what is held, so that the next call reads the source anew.</summary>
    public void Forget()
    {
        _held = null;
        _behind?.Forget();
    }

    /// <summary>The same, unless others have renewed them since.</summary>
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
            // Somebody else may have renewed them meanwhile.
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
        catch (Exception e) when (old is not null && !HasEnded(old) && e is SignInException or AmazonClientException or HttpRequestException or IOException)
        {
            // They still hold for a while, and the source may answer later.
            return old;
        }

        if (HasEnded(keys)) throw new SignInException($"The credentials ended at {keys.Expires:u}. Get new ones where they came from.");
        _held = keys;
        Expiration = keys.Expires?.UtcDateTime;
        return keys;
    }

    private bool IsDue(HeldKeys held) => HasEnded(held) || (_time.GetUtcNow() >= held.Expires - Early && _time.GetUtcNow() >= _read + Pause);

    private bool HasEnded(HeldKeys held) => _time.GetUtcNow() >= held.Expires;
}
