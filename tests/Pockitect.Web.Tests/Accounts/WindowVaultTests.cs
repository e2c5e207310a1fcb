using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;
using Pockitect.Web.Work;

namespace Pockitect.Web.Tests.Accounts;

public sealed class WindowVaultTests
{
    private static readonly StoredKeys keys = new("AKIA", "secret", null, "111122223333", null);

    private readonly Keyring _keyring = new();

    private WindowVault Vault => new(() => _keyring);

    [Fact]
    public void Only_what_a_person_asked_to_keep_goes_into_the_keyring()
    {
        var vault = Vault;
        vault.Mark("keys:kept", isToLast: true);
        vault.Mark("keys:held", isToLast: false);

        vault.Write("keys:kept", keys);
        vault.Write("keys:held", keys);

        Assert.Equal(["keys:kept"], _keyring.Kept.Keys);
        Assert.Equal(["keys:held", "keys:kept"], vault.Read().Keys.Order());
        Assert.Equal("a keyring", vault.WhereIs("keys:kept"));
        Assert.Contains("memory", vault.WhereIs("keys:held"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_renewed_stays_where_it_was()
    {
        var vault = Vault;
        _keyring.Kept["sso:company"] = keys;
        vault.Mark("keys:held", isToLast: false);
        vault.Write("keys:held", keys);

        vault.Write("sso:company", keys with { AccessKeyId = "AKIB" });
        vault.Write("keys:held", keys with { AccessKeyId = "AKIB" });

        Assert.Equal("AKIB", ((StoredKeys)_keyring.Kept["sso:company"]).AccessKeyId);
        Assert.False(_keyring.Kept.ContainsKey("keys:held"));
    }

    [Fact]
    public void What_is_taken_out_is_nowhere_any_more()
    {
        var vault = Vault;
        vault.Write("keys:kept", keys);
        vault.Mark("keys:kept", isToLast: false);
        vault.Write("keys:kept", keys);

        Assert.True(vault.Remove("keys:kept"));
        Assert.False(vault.Remove("keys:kept"));
        Assert.Empty(vault.Read());
        Assert.Empty(_keyring.Kept);
    }

    [Fact]
    public void Without_a_keyring_all_is_held_and_a_keyring_that_was_mended_is_found()
    {
        CredentialVault found = new SessionMemory("There is none.", "Make one.");
        var vault = new WindowVault(() => found);
        vault.Mark("keys:new", isToLast: true);
        vault.Write("keys:new", keys);
        Assert.False(vault.State.IsLasting);
        Assert.Equal(["keys:new"], vault.Read().Keys);

        found = _keyring;
        vault.LookAgain();

        Assert.True(vault.State.IsLasting);
        Assert.Equal(["keys:new"], vault.Read().Keys);
        Assert.Empty(_keyring.Kept);
    }

    [Fact]
    public void A_keyring_that_is_locked_hides_nothing_that_is_held_and_is_told_where_nothing_is()
    {
        var vault = Vault;
        _keyring.IsLocked = true;
        Assert.Throws<SignInException>(() => vault.Read());

        vault.Mark("keys:held", isToLast: false);
        vault.Write("keys:held", keys);

        Assert.Equal(["keys:held"], vault.Read().Keys);
    }
}
