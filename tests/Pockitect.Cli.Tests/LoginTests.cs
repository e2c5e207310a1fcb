using System.Diagnostics;
using System.Net.Http.Json;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary><c>login</c> and <c>logout</c> as processes of their own, with a real keyring and an IAM Identity Center of the test's own.</summary>
public sealed class LoginTests : IDisposable
{
    private const string AccessKey = "AKIACANARY0000000009";
    private const string SecretKey = "canary/typed+secret+key00000000000000009";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-login-");
    private readonly List<string> _said = [];

    public LoginTests()
    {
        _home.CreateSubdirectory(".aws");
        File.WriteAllText(Path.Combine(_home.FullName, ".aws", "config"), IdentityCenter.Config);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_through_the_browser_is_kept_until_the_logout_and_is_nowhere_else()
    {
        await using var center = IdentityCenter.Start();
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        using var http = new HttpClient();

        var login = Start(At(session, center), "login", "profile:dev", "--no-browser");
        var page = await http.GetStringAsync(await LinkAsync(login), Ct);
        var signedIn = await EndAsync(login);
        Assert.True(signedIn.ExitCode == ExitCodes.Done, signedIn.ToString());
        Assert.Contains("Next: `pockitect scan --identity profile:dev`", signedIn.Out, StringComparison.Ordinal);

        var signedOut = await EndAsync(Start(At(session, center), "logout", "profile:dev", "--json"));
        Assert.True(signedOut.ExitCode == ExitCodes.Done, signedOut.ToString());
        Assert.Equal(("sso:company", true, true), ((string)signedOut.Json[0]["identity"]!, (bool)signedOut.Json[0]["removed"]!, (bool)signedOut.Json[0]["ended_at_aws"]!));
        Assert.Equal(["client/register", "authorize", "token authorization_code", "logout"], center.Calls);

        var again = await EndAsync(Start(At(session, center), "logout", "profile:dev", "--json"));
        Assert.Equal((ExitCodes.Done, false), (again.ExitCode, (bool)again.Json[0]["removed"]!));
        Assert.Empty(Leaks.In(_home.FullName, IdentityCenter.Canary));
        Assert.DoesNotContain(_said.Append(page), text => text.Contains(IdentityCenter.Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_signed_in_no_file_holds_the_token()
    {
        await using var center = IdentityCenter.Start();
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);

        var login = await EndAsync(Start(At(session, center), "login", "dev", "--device", "--json"));

        Assert.True(login.ExitCode == ExitCodes.Done, login.ToString());
        Assert.Equal(["link", "login"], login.Json.Select(line => (string?)line["type"]));
        Assert.Equal("ABCD-EFGH", (string?)login.Json[0]["code"]);
        Assert.Equal("profile:dev", (string?)login.Json[1]["identity"]);
        Assert.Empty(Leaks.In(_home.FullName, IdentityCenter.Canary));
        Assert.DoesNotContain(IdentityCenter.Canary, login.Out + login.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_SSH_a_code_is_shown_for_another_device()
    {
        await using var center = IdentityCenter.Start();
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);

        var login = await EndAsync(Start(At(session, center, ("SSH_CONNECTION", "203.0.113.7 1 203.0.113.8 22"), ("DISPLAY", ":9")), "login", "profile:dev"));

        Assert.True(login.ExitCode == ExitCodes.Done, login.ToString());
        Assert.Contains("ABCD-EFGH", login.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_browser_is_told_the_link_and_nothing_else()
    {
        await using var center = IdentityCenter.Start();
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        using var http = new HttpClient();
        var programs = _home.CreateSubdirectory("programs").FullName;
        var told = Path.Combine(_home.FullName, "told");
        var opener = Path.Combine(programs, "xdg-open");
        await File.WriteAllTextAsync(opener, $"#!/bin/sh\n{{ echo \"$@\"; env; }} > '{told}.part'; mv '{told}.part' '{told}'; echo noise; echo noise >&2\n", Ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var login = Start(
            At(session, center, ("DISPLAY", ":9"), ("PATH", $"{programs}:{Environment.GetEnvironmentVariable("PATH")}"), ("AWS_SECRET_ACCESS_KEY", SecretKey), ("AWS_ACCESS_KEY_ID", AccessKey)),
            "login",
            "profile:dev");
        var link = await LinkAsync(login);
        await Eventually.HoldsAsync(() => File.Exists(told), Ct);
        await http.GetStringAsync(link, Ct);
        var ended = await EndAsync(login);

        Assert.True(ended.ExitCode == ExitCodes.Done, ended.ToString());
        var lines = await File.ReadAllLinesAsync(told, Ct);
        Assert.Equal(link, lines[0]);
        Assert.DoesNotContain(lines, line => line.StartsWith("AWS_", StringComparison.Ordinal) || line.Contains("canary", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("noise", ended.Out + ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_lasting_keyring_nothing_is_asked_or_kept_and_it_is_4_with_the_fix()
    {
        await using var center = IdentityCenter.Start();
        var nowhere = new Dictionary<string, string> { ["AWS_ENDPOINT_URL"] = center.Endpoint.AbsoluteUri };

        foreach (var args in (string[][])[["login", "profile:dev"], ["login", "--keys"], ["logout", "--all"]])
        {
            var ran = await EndAsync(Start(nowhere, [.. args, "--json"]), $"{AccessKey}\n{SecretKey}\n");

            Assert.True(ran.ExitCode == ExitCodes.SignIn, ran.ToString());
            Assert.Contains("No D-Bus session", ran.Error, StringComparison.Ordinal);
            Assert.Contains("dbus-run-session", ran.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.SignIn, (int)ran.Json[0]["exit_code"]!);
        }

        Assert.Empty(center.Calls);
        Assert.Empty(Leaks.In(_home.FullName, SecretKey));

        var doctor = await EndAsync(Start(nowhere, "doctor"));
        Assert.Contains("missing keyring: No D-Bus session", doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_from_standard_input_are_kept_when_AWS_knows_them()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct);
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        var variables = new Dictionary<string, string>(session.Variables) { ["AWS_ENDPOINT_URL"] = sandbox.Endpoint.AbsoluteUri, ["AWS_REGION"] = "eu-west-1" };

        var login = await EndAsync(Start(variables, "login", "--keys", "--name", "work", "--json"), $"aws_access_key_id = {AccessKey}\naws_secret_access_key = {SecretKey}\n");

        Assert.True(login.ExitCode == ExitCodes.Done, login.ToString());
        Assert.Equal(("keyring:work", "123456789012"), ((string?)login.Json[0]["identity"], (string?)login.Json[0]["account"]));

        var fault = new { service = "sts", action = "GetCallerIdentity", kind = "fail_before", error = new { code = "InvalidClientTokenId", status = 403 } };
        using var added = await sandbox.Control.PostAsJsonAsync("faults", fault, Ct);
        added.EnsureSuccessStatusCode();
        var refused = await EndAsync(Start(variables, "login", "--keys", "--name", "wrong"), $"{AccessKey}\n{SecretKey}\n");
        Assert.True(refused.ExitCode == ExitCodes.SignIn, refused.ToString());

        var all = await EndAsync(Start(variables, "logout", "--all", "--json"));
        Assert.Equal(["keyring:work"], all.Json.Select(line => (string)line["identity"]!));
        Assert.Empty(Leaks.In(_home.FullName, AccessKey, SecretKey));
        Assert.DoesNotContain(_said, text => text.Contains(SecretKey, StringComparison.Ordinal) || text.Contains(AccessKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_is_typed_at_a_terminal_is_not_shown()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct);
        await using var session = await KeyringSession.StartAsync(_home.FullName, KeyringSession.Unlocked, Ct);
        // A terminal of its own, and the keys of a person typed there one after the other.
        const string Typist = """
            import os, pty, sys
            name, secret, program = sys.argv[1], sys.stdin.readline().strip(), sys.argv[2:]
            child, terminal = pty.fork()
            if child == 0:
                os.execv(program[0], program)
            shown, answers = b"", [(b"Access key ID", name.encode()), (b"(hidden):", secret.encode())]
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError:
                    break
                if not read:
                    break
                shown += read
                if answers and answers[0][0] in shown:
                    os.write(terminal, answers.pop(0)[1] + b"\n")
            sys.stdout.buffer.write(shown)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;
        var script = Path.Combine(_home.FullName, "typist.py");
        await File.WriteAllTextAsync(script, Typist, Ct);
        using var plain = Start(new Dictionary<string, string>(session.Variables) { ["AWS_ENDPOINT_URL"] = sandbox.Endpoint.AbsoluteUri }, "--help");
        await EndAsync(plain);
        var start = new ProcessStartInfo("python3", [script, AccessKey, plain.StartInfo.FileName, "login", "--keys", "--name", "typed"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (variable, value) in plain.StartInfo.Environment) start.Environment[variable] = value;
        var typing = Process.Start(start)!; // Null only where a shell is used.
        await typing.StandardInput.WriteLineAsync(SecretKey.AsMemory(), Ct);

        var ran = await EndAsync(typing);

        Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        Assert.Contains("keyring:typed", ran.Out, StringComparison.Ordinal);
        Assert.Contains(AccessKey, ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey[..8], ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has no SSO settings", "login", "profile:nobody")]
    [InlineData("not running interactively", "login")]
    [InlineData("Use either keys or a profile", "login", "profile:dev", "--keys")]
    [InlineData("Use either keys or a profile", "login", "profile:dev", "--name", "work")]
    [InlineData("Use either keys or a profile", "login", "--keys", "--device")]
    [InlineData("has no SSO settings", "login", "--profile", "nobody")]
    [InlineData("Invalid name", "login", "--keys", "--name", "a b")]
    [InlineData("you don't need to sign in", "login", "--sandbox")]
    [InlineData("nothing to sign out of", "logout", "--sandbox")]
    [InlineData("Name either one identity or --all", "logout", "profile:dev", "--all")]
    public async Task What_is_not_understood_is_2_and_says_why(string words, params string[] args)
    {
        var ran = await EndAsync(Start(new Dictionary<string, string>(), args));

        Assert.True(ran.ExitCode == ExitCodes.Usage, ran.ToString());
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
    }

    /// <summary>The keyring's library takes a while to load, and may want a password.</summary>
    [Fact]
    public async Task What_needs_no_keyring_works_where_its_library_is_missing()
    {
        var programs = _home.CreateSubdirectory("programs").FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            // Without this list, what lies beside the program is all that it has.
            if (!name.StartsWith("Microsoft.Identity", StringComparison.Ordinal) && name != "pockitect.deps.json") File.Copy(file, Path.Combine(programs, name));
        }

        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "site.yaml"), "project: {name: site, region: eu-west-1}\n", Ct);

        foreach (var args in (string[][])[["--help"], ["validate", "site.yaml"]])
        {
            var ran = await EndAsync(OwnProcess.Start(Path.Combine(programs, "pockitect"), _home.FullName, args));
            Assert.True(ran.ExitCode == ExitCodes.Done, ran.ToString());
        }

        // And it would be missed.
        var missed = await EndAsync(OwnProcess.Start(Path.Combine(programs, "pockitect"), _home.FullName, ["logout", "--all"]));
        Assert.True(missed.ExitCode == ExitCodes.Failed, missed.ToString());
        Assert.Contains("Microsoft.Identity", missed.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Delete(recursive: true);

    private static Dictionary<string, string> At(KeyringSession session, IdentityCenter center, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>(session.Variables)
        {
            ["AWS_ENDPOINT_URL_SSO"] = center.Endpoint.AbsoluteUri,
            ["AWS_ENDPOINT_URL_SSO_OIDC"] = center.Endpoint.AbsoluteUri,
        };
        foreach (var (name, value) in more) variables[name] = value;
        return variables;
    }

    private Process Start(Dictionary<string, string> variables, params string[] args) => OwnProcess.Start("pockitect", _home.FullName, args, variables);

    /// <summary>The link as it is shown to the person.</summary>
    private async Task<string> LinkAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync(Ct) is { } line)
        {
            _said.Add(line);
            if (line.TrimStart() is ['h', 't', 't', 'p', ..] link) return link;
        }

        throw new InvalidOperationException($"It never showed a link: {string.Join('\n', _said)}");
    }

    private async Task<Ran> EndAsync(Process process, string input = "")
    {
        await process.StandardInput.WriteAsync(input.AsMemory(), Ct);
        var (exitCode, output, error) = await OwnProcess.EndAsync(process, Ct);
        _said.Add(output + error);
        return new Ran(exitCode, output, error);
    }
}
