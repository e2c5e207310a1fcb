using System.Collections.Concurrent;

namespace Pockitect.Aws.Accounts.Stores;

/// <summary>Keeps secrets in memory until the process ends, for computers without a keyring.</summary>
/// <param name="problem">Why there is no keyring.</param>
/// <param name="fix">What the user can do.</param>
public sealed class SessionMemory(string problem, string fix) : CredentialVault
{
    private readonly ConcurrentDictionary<string, Secret> _kept = new(StringComparer.Ordinal);

    public override VaultState State { get; } = new("the memory of this session", problem, fix);

    public override IReadOnlyDictionary<string, Secret> Read() => new Dictionary<string, Secret>(_kept, StringComparer.Ordinal);

    public override void Write(string name, Secret secret) => _kept[name] = secret;

    public override bool Remove(string name) => _kept.TryRemove(name, out _);
}
