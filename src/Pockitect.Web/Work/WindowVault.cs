using System.Collections.Concurrent;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Web.Work;

/// <summary>The window's credential store: the keyring for what the user asked to keep, memory for the rest.</summary>
/// <param name="open">Opens the keyring or its replacement.</param>
public sealed class WindowVault(Func<CredentialVault> open) : CredentialVault
{
    private readonly Lock _opening = new();
    private readonly ConcurrentDictionary<string, Secret> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _isToLast = new(StringComparer.Ordinal);
    private CredentialVault? _keyring;

    /// <summary>The state of the keyring: whether it can store credentials.</summary>
    public override VaultState State => Keyring.State;

    private CredentialVault Keyring
    {
        get
        {
            lock (_opening) return _keyring ??= open();
        }
    }

    /// <summary>Opens the keyring again, after the user fixed it.</summary>
    public void LookAgain()
    {
        lock (_opening)
        {
            if (_keyring is { State.IsLasting: false }) _keyring = null;
        }
    }

    /// <summary>Sets, before a credential is written, whether to store it in the keyring.</summary>
    public void Mark(string name, bool isToLast) => _isToLast[name] = isToLast;

    public override string WhereIs(string name) => _held.ContainsKey(name) ? "this app's memory, until it exits" : State.Where;

    public override IReadOnlyDictionary<string, Secret> Read()
    {
        var all = new Dictionary<string, Secret>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, secret) in Keyring.Read()) all[name] = secret;
        }
        catch (SignInException) when (!_held.IsEmpty)
        {
            // Keys in memory stay available if the keyring is locked.
        }

        foreach (var (name, secret) in _held) all[name] = secret;
        return all;
    }

    public override void Write(string name, Secret secret)
    {
        // A renewed entry stays where it was stored.
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
