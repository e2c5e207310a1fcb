using System.Collections.Concurrent;
using Pockitect.Aws.Accounts;

namespace Pockitect.Web.Accounts;

/// <summary>
/// What the window keeps of a person's secrets: in the keyring what they asked to keep there, and all else in memory until the app
/// ends.
/// </summary>
/// <param name="open">Opens the keyring, or what stands in for one.</param>
public sealed class WindowVault(Func<CredentialVault> open) : CredentialVault
{
    private readonly Lock _opening = new();
    private readonly ConcurrentDictionary<string, Secret> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _isToLast = new(StringComparer.Ordinal);
    private CredentialVault? _keyring;

    /// <summary>The keyring's own state: whether what is asked to be kept can be.</summary>
    public override VaultState State => Keyring.State;

    private CredentialVault Keyring
    {
        get
        {
            lock (_opening) return _keyring ??= open();
        }
    }

    /// <summary>Looks for a keyring anew, after a person has mended it.</summary>
    public void LookAgain()
    {
        lock (_opening)
        {
            if (_keyring is { State.IsLasting: false }) _keyring = null;
        }
    }

    /// <summary>Says, before a secret is written, whether it is to outlive the app.</summary>
    public void Mark(string name, bool isToLast) => _isToLast[name] = isToLast;

    public override string WhereIs(string name) => _held.ContainsKey(name) ? "the memory of this app, until it ends" : State.Where;

    public override IReadOnlyDictionary<string, Secret> Read()
    {
        var all = new Dictionary<string, Secret>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, secret) in Keyring.Read()) all[name] = secret;
        }
        catch (SignInException) when (!_held.IsEmpty)
        {
            // A keyring that was locked meanwhile takes nothing away from what is held here.
        }

        foreach (var (name, secret) in _held) all[name] = secret;
        return all;
    }

    public override void Write(string name, Secret secret)
    {
        // What was in the keyring before stays there when it is renewed.
        if (_isToLast.GetValueOrDefault(name, !_held.ContainsKey(name)) && State.IsLasting)
        {
            Keyring.Write(name, secret);
            _held.TryRemove(name, out _);
        }
        else
        {
            _held[name] = secret;
        }
    }

    public override bool Remove(string name)
    {
        var wasHeld = _held.TryRemove(name, out _);
        return (State.IsLasting && Keyring.Remove(name)) || wasHeld;
    }
}
