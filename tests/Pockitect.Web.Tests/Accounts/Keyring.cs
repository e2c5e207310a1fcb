using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Web.Tests.Accounts;

/// <summary>A keyring that works, and can be locked.</summary>
internal sealed class Keyring : CredentialVault
{
    public Dictionary<string, Secret> Kept { get; } = [];

    public bool IsLocked { get; set; }

    public override VaultState State { get; } = new("a keyring");

    public override IReadOnlyDictionary<string, Secret> Read() => IsLocked ? throw new SignInException("The keyring is locked.") : new Dictionary<string, Secret>(Kept);

    public override void Write(string name, Secret secret) => Kept[name] = secret;

    public override bool Remove(string name) => Kept.Remove(name);
}
