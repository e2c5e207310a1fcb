using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Identity.Client.Extensions.Msal;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Accounts.Stores;

/// <summary>
/// The operating system's keyring: the Secret Service on Linux, the Keychain on macOS, DPAPI on Windows. All secrets of a data folder are
/// one entry, so that data folders are independent.
/// </summary>
public sealed class OsKeyring : CredentialVault
{
    // On Linux and macOS the library touches this file on each write and leaves it empty. On Windows it is the keyring, encrypted for this
    // user with DPAPI.
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

    /// <summary>Opens the keyring; if it is unavailable, opens a session memory that explains why.</summary>
    /// <param name="folder">The data folder. It contains the lock file for keyring changes, and no secret.</param>
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
        // An empty entry is removed, so that nothing stays behind.
        if (all.Count == 0) Do(() => _storage.Clear(ignoreExceptions: false));
        else Save(all);
        return true;
    }

    // Separate from Open, so that the library is loaded only if needed.
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
                // The library's own logger would write to a path from an environment variable.
                new TraceSource("Pockitect.Keyring", SourceLevels.Off)),
            Path.Combine(folder, FileName + ".lock"));
        using var alone = Lock(keyring._lockFile);
        keyring.Verify();
        return keyring;
    }

    private static string Where() => OperatingSystem.IsWindows() ? "Windows data protection (DPAPI)"
        : OperatingSystem.IsMacOS() ? "the macOS Keychain"
        : "the keyring (Secret Service)";

    /// <summary>The right to use the keyring. The operating system releases it when its holder dies.</summary>
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
                // Another process holds it for milliseconds, or longer while the user is asked for the keyring's password.
                trying.Wait(BetweenTries);
            }
        }
    }

    private Dictionary<string, Secret> Load()
    {
        var bytes = Do(_storage.ReadData);
        if (bytes is null or [])
        {
            // A locked keyring reads as empty.
            Verify();
            return new Dictionary<string, Secret>(StringComparer.Ordinal);
        }

        try
        {
            return new(JsonSerializer.Deserialize<Dictionary<string, Secret>>(bytes) ?? [], StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // The exception may quote the unreadable text.
            throw new SignInException(
                $"This version of Pockitect can't read its entry in {State.Where}. Use the version that wrote it, or remove the entry "
                    + "\"Pockitect's AWS credentials\".");
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
        // The library passes on exceptions of each system's keyring; any of them means that the keyring failed.
        catch (Exception e)
        {
            var (problem, fix) = KeyringProblem.Explain(e);
            throw new SignInException($"{problem} {fix}", e);
        }
    }
}
