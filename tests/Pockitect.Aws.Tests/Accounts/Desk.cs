using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;

namespace Pockitect.Aws.Tests.Accounts;

/// <summary>A person's home folder with the two shared AWS files, an environment and a keyring, all of one test's own.</summary>
internal sealed class Desk : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public Desk() => Directory.CreateDirectory(Path.Combine(_home.Path, ".aws"));

    public Dictionary<string, string> Variables { get; } = new() { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    public SessionMemory Keyring { get; } = new("a test", "none");

    /// <summary>How often the keyring was opened.</summary>
    public int Opened { get; private set; }

    /// <summary>The devices that a code was asked of.</summary>
    public List<string> Asked { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Identities Identities => new(Context);

    public SignInContext Context => new()
    {
        Variable = Variables.GetValueOrDefault,
        Home = _home.Path,
        Vault = new Lazy<CredentialVault>(() =>
        {
            Opened++;
            return Keyring;
        }),
        AskMfaCode = (serial, _) =>
        {
            Asked.Add(serial);
            return Task.FromResult("123456");
        },
        Time = Time,
    };

    public string Config { set => Write("config", value); }

    public string Credentials { set => Write("credentials", value); }

    /// <summary>Writes a file beside the two.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_home.Path, ".aws", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It is below the home folder.
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _home.Dispose();
}
