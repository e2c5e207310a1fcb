using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Identity.Client.Extensions.Msal;

namespace Pockitect.Aws.Accounts;

/// <summary>
/// The operating system's keyring: the Secret Service on Linux, the Keychain on macOS, DPAPI on Windows. All secrets of one data
/// folder are one entry, so that another data folder is another person's drawer.
/// </summary>
public sealed class OsKeyring : CredentialVault
{
    // On Linux and macOS the library touches a file of this name whenever it writes, and leaves it empty. On Windows it is the
    // keyring: what DPAPI encrypted for this user.
    private const string FileName = "keyring";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Storage _storage;
    private readonly string _lockFile;

    private OsKeyring(Storage storage, string lockFile)
    {
        _storage = storage;
        _lockFile = lockFile;
    }

    public override VaultState State { get; } = new(Where());

    /// <summary>The keyring where it works; where it does not, the memory of this session, which says why.</summary>
    /// <param name="folder">The data folder; it holds the file that is locked while the keyring changes, and no secret.</param>
    public static CredentialVault Open(string folder)
    {
        try
        {
            return OpenLibrary(folder);
        }
        catch (SignInException e) when (e.InnerException is { } why)
        {
            var (problem, fix) = KeyringProblem.Explain(why);
            return new SessionMemory(problem, fix);
        }
    }

    public override IReadOnlyDictionary<string, Secret> Read()
    {
        using var alone = Lock(_lockFile);
        return Load();
    }

    public override void Write(string name, Secret secret)
    {
        using var alone = Lock(_lockFile);
        var all = Load();
        all[name] = secret;
        Save(all);
    }

    public override bool Remove(string name)
    {
        using var alone = Lock(_lockFile);
        var all = Load();
        if (!all.Remove(name)) return false;
        // An empty drawer is taken out, so that nothing of ours stays behind.
        if (all.Count == 0) Do(() => _storage.Clear(ignoreExceptions: false));
        else Save(all);
        return true;
    }

    // Apart from Open, so that the library is loaded when it is needed and not before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OsKeyring OpenLibrary(string folder)
    {
        var keyring = new OsKeyring(
            Storage.Create(
                new StorageCreationPropertiesBuilder(FileName, folder)
                    .WithLinuxKeyring(
                        "io.pockitect.Secrets",
                        MsalCacheHelper.LinuxKeyRingDefaultCollection,
                        "Pockitect's AWS credentials",
                        new KeyValuePair<string, string>("application", "pockitect"),
                        new KeyValuePair<string, string>("folder", folder))
                    .WithMacKeyChain("Pockitect", folder)
                    .Build(),
                // Its own would write where an environment variable tells it to.
                new TraceSource("Pockitect.Keyring", SourceLevels.Off)),
            Path.Combine(folder, FileName + ".lock"));
        using var alone = Lock(keyring._lockFile);
        keyring.Verify();
        return keyring;
    }

    private static string Where() => OperatingSystem.IsWindows() ? "Windows data protection (DPAPI)"
        : OperatingSystem.IsMacOS() ? "the macOS Keychain"
        : "the keyring (Secret Service)";

    /// <summary>The right to use the keyring; the operating system frees it when its holder dies.</summary>
    private static FileStream Lock(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var trying = new ManualResetEventSlim();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && tries < Patience / BetweenTries)
            {
                // Held by another process, for milliseconds; longer only where a person is asked for the keyring's password.
                trying.Wait(BetweenTries);
            }
        }
    }

    private Dictionary<string, Secret> Load()
    {
        var bytes = Do(_storage.ReadData);
        if (bytes is null or [])
        {
            // A locked keyring reads as an empty one.
            Verify();
            return new Dictionary<string, Secret>(StringComparer.Ordinal);
        }

        try
        {
            return new(JsonSerializer.Deserialize<Dictionary<string, Secret>>(bytes) ?? [], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Its words may quote what could not be read.
            throw new SignInException($"What is kept in {State.Where} cannot be read by this version of Pockitect. Use the version that wrote it, or take out the entry \"Pockitect's AWS credentials\".");
        }
    }

    private void Save(Dictionary<string, Secret> all)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(all);
        Do(() => _storage.WriteData(bytes));
    }

    private void Verify() => Do(_storage.VerifyPersistence);

    private static void Do(Action action) => Do<object?>(() =>
    {
        action();
        return null;
    });

    private static T Do<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        // The library hands on what each system's own keyring throws; whatever it is, the keyring did not do it.
        catch (Exception e)
        {
            var (problem, fix) = KeyringProblem.Explain(e);
            throw new SignInException($"{problem} {fix}", e);
        }
    }
}
