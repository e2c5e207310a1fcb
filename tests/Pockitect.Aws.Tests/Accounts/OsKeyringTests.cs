using Pockitect.Testing;

namespace Pockitect.Aws.Tests.Accounts;

/// <summary>Against a real keyring: gnome-keyring in a D-Bus session of each test's own.</summary>
public sealed class OsKeyringTests : IDisposable
{
    private const string Canary = "canary-of-the-keyring-0123456789";

    private static readonly Dictionary<string, string> NoSession = [];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-keyring-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_process_writes_the_next_one_reads_and_no_file_holds_it()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);

        await using (var writer = await UserAsync(session))
        {
            Assert.Equal("", writer.Problem);
            Assert.Equal("written", await writer.AskAsync($"write keys:work {Canary}"));
        }

        await using (var reader = await UserAsync(session))
        {
            Assert.Equal("names: keys:work", await reader.AskAsync("names"));
            Assert.Equal("same", await reader.AskAsync($"same keys:work {Canary}"));
            Assert.Empty(Leaks.In(_home.FullName, Canary));
            Assert.Equal(0, new FileInfo(Path.Combine(_home.FullName, "keyring")).Length);
            Assert.Equal(0, new FileInfo(Path.Combine(_home.FullName, "keyring.lock")).Length);
            Assert.Equal("removed", await reader.AskAsync("remove keys:work"));
            Assert.Equal("none", await reader.AskAsync("remove keys:work"));
        }

        await using var last = await UserAsync(session);
        Assert.Equal("names: ", await last.AskAsync("names"));
    }

    [Fact]
    public async Task What_is_kept_outlasts_the_session()
    {
        await using (var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct))
        {
            await using var writer = await UserAsync(session);
            Assert.Equal("written", await writer.AskAsync($"write keys:work {Canary}"));
        }

        await using var next = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        await using var reader = await UserAsync(next);
        Assert.Equal("same", await reader.AskAsync($"same keys:work {Canary}"));
        Assert.Empty(Leaks.In(_home.FullName, Canary));
    }

    [Fact]
    public async Task Processes_that_write_at_once_lose_nothing_of_each_other_s()
    {
        const int Each = 15;
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);

        await Task.WhenAll(((string[])["a", "b", "c"]).Select(async name =>
        {
            await using var writer = await UserAsync(session);
            for (var i = 0; i < Each; i++) Assert.Equal("written", await writer.AskAsync($"write keys:{name}{i} {Canary}"));
        }));

        await using var reader = await UserAsync(session);
        Assert.Equal(3 * Each, (await reader.AskAsync("names"))["names: ".Length..].Split(' ').Length);
    }

    [Fact]
    public async Task Another_data_folder_is_another_drawer()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        await using var here = await UserAsync(session);
        await here.AskAsync($"write keys:work {Canary}");
        var other = _home.CreateSubdirectory("other").FullName;

        await using var there = await VaultUser.StartAsync(other, session.Variables);

        Assert.Equal("names: ", await there.AskAsync("names"));
    }

    [Fact]
    public async Task A_locked_keyring_is_named_and_the_fix_that_is_told_unlocks_it()
    {
        await using (var first = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct))
        {
            await using var writer = await UserAsync(first);
            await writer.AskAsync($"write keys:work {Canary}");
        }

        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Locked, Ct);
        string fix;
        await using (var refused = await UserAsync(session))
        {
            Assert.Equal("the memory of this session", refused.Where);
            Assert.Equal("The keyring is locked.", refused.Problem);
            fix = refused.Fix;
        }

        Assert.Equal(0, await session.RunAsync(fix[(fix.IndexOf("or: ", StringComparison.Ordinal) + 4)..], KeyringSession.Password + "\n", Ct));

        await using var reader = await UserAsync(session);
        Assert.Equal("", reader.Problem);
        Assert.Equal("same", await reader.AskAsync($"same keys:work {Canary}"));
    }

    [Fact]
    public async Task A_keyring_that_is_locked_while_it_is_used_does_not_read_as_empty()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        await using var user = await UserAsync(session);
        await user.AskAsync($"write keys:work {Canary}");

        await session.RunAsync(
            "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock "
                + "array:objpath:/org/freedesktop/secrets/collection/login",
            "",
            Ct);

        Assert.StartsWith("refused: The keyring is locked.", await user.AskAsync("names"), StringComparison.Ordinal);
        Assert.StartsWith("refused: The keyring is locked.", await user.AskAsync($"write keys:other {Canary}"), StringComparison.Ordinal);
        // Nothing was written over what is in there.
        await session.RunAsync($"printf %s {KeyringSession.Password} | gnome-keyring-daemon --replace --unlock", "", Ct);
        await using var after = await UserAsync(session);
        Assert.Equal("names: keys:work", await after.AskAsync("names"));
    }

    [Fact]
    public async Task Where_there_is_no_keyring_yet_the_fix_that_is_told_makes_one()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Locked, Ct);
        string fix;
        await using (var refused = await UserAsync(session))
        {
            Assert.Equal("No keyring exists yet.", refused.Problem);
            fix = refused.Fix;
        }

        Assert.Equal(0, await session.RunAsync(fix[(fix.IndexOf("or: ", StringComparison.Ordinal) + 4)..], KeyringSession.Password + "\n", Ct));

        await using var user = await UserAsync(session);
        Assert.Equal("written", await user.AskAsync($"write keys:work {Canary}"));
        Assert.Equal("", user.Problem);
    }

    [Fact]
    public async Task Without_a_service_it_says_what_to_install()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, "true", Ct, KeyringSession.BusWithoutServices);

        await using var user = await UserAsync(session);

        Assert.StartsWith("No keyring is running", user.Problem, StringComparison.Ordinal);
        Assert.Contains("apt-get install gnome-keyring", user.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_libsecret_it_says_what_to_install()
    {
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        // Found before the system's own, and no library.
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "libsecret-1.so.0"), "", Ct);

        await using var user = await VaultUser.StartAsync(_home.FullName, new Dictionary<string, string>(session.Variables) { ["LD_LIBRARY_PATH"] = _home.FullName });

        Assert.Contains("libsecret", user.Problem, StringComparison.Ordinal);
        Assert.Contains("apt-get install libsecret-1-0", user.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unix:path=/nowhere/bus")]
    public async Task Without_a_session_it_says_how_to_begin_one_and_keeps_secrets_in_memory_only(string? address)
    {
        await using var user = await VaultUser.StartAsync(
            _home.FullName, address is null ? NoSession : new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = address });

        Assert.StartsWith("No D-Bus session", user.Problem, StringComparison.Ordinal);
        Assert.Contains("dbus-run-session", user.Fix, StringComparison.Ordinal);
        Assert.Equal("written", await user.AskAsync($"write keys:work {Canary}"));
        Assert.Equal("names: keys:work", await user.AskAsync("names"));
        Assert.Empty(Leaks.In(_home.FullName, Canary));
    }

    public void Dispose() => _home.Delete(recursive: true);

    private Task<VaultUser> UserAsync(KeyringSession session) => VaultUser.StartAsync(_home.FullName, session.Variables);
}
