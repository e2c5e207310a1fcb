using System.Diagnostics;
using System.Net.Http.Json;
using Pockitect.Cli.Host;
using Pockitect.Testing;

namespace Pockitect.Cli.Tests;

/// <summary>Secrets stay where their owner put them: signed in with keys of the environment, as with AWS itself, over the whole life of a project.</summary>
public sealed class SecretsTests
{
    private const string AccessKey = "AKIACANARY0000000001";
    private const string SecretKey = "canary/secret+access+key0000000000000001";
    private const string SessionToken = "canarySessionToken//////////0000000000000002==";

    // What a person may write into a script that a machine runs at its first start.
    private const string Password = "canary-password-in-user-data-3";

    private static readonly string[] Canaries = [AccessKey, SecretKey, SessionToken, Password];

    private const string Site = $$"""
        project: {name: site, region: eu-west-1}
        compute:
          instances:
            - name: server
              key_pair: operators
              user_data: |
                #!/bin/sh
                echo {{Password}} > /etc/app.password
        data:
          databases: [{name: orders, engine: postgres}]
        security:
          key_pairs: [{name: operators}]
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_ever_written_or_said()
    {
        await using var sandbox = await SandboxProcess.StartAsync(Ct);
        using var terminal = new Terminal();
        var folder = new Core.Files.DataFolder(terminal.Home);
        await File.WriteAllTextAsync(folder.BlueprintOf("site"), Site, Ct);
        var said = new List<(string Command, string Text)>();

        await RunAsync(ExitCodes.Done, "validate", "site");
        await RunAsync(ExitCodes.ChangesPending, "plan", "site", "--json");
        await FaultAsync(new { kind = "fail_before", service = "ec2", action = "RunInstances", error = new { code = "InvalidParameterValue", status = 400 } });
        await RunAsync(ExitCodes.Failed, "deploy", "site", "--yes", "--json");
        await DeleteFaultsAsync();
        // A process that has to be killed while it holds them all.
        await FaultAsync(new { kind = "blackhole", service = "ec2", action = "RunInstances" });
        await KillAsync("deploy", "site", "--yes");
        await DeleteFaultsAsync();
        await RunAsync(ExitCodes.Done, "deploy", "site", "--yes");
        // A change of it is in a plan, in a journal, and in what AWS is asked to do.
        await File.WriteAllTextAsync(folder.BlueprintOf("site"), (await File.ReadAllTextAsync(folder.BlueprintOf("site"), Ct)).Replace("app.password", "password", StringComparison.Ordinal), Ct);
        await RunAsync(ExitCodes.ChangesPending, "plan", "site");
        await RunAsync(ExitCodes.Done, "deploy", "site", "--yes", "--json");
        await RunAsync(ExitCodes.Done, "status", "site", "--json");
        await RunAsync(ExitCodes.Done, "scan", "--json");
        await RunAsync(ExitCodes.Done, "list", "resources", "--json");
        await RunAsync(ExitCodes.Done, "show", "site/server", "--json");
        await RunAsync(ExitCodes.Done, "show", "site/server");
        var keyFile = Assert.Single(Directory.EnumerateFiles(folder.Keys), path => !path.EndsWith(".pub", StringComparison.Ordinal));
        var privateKey = await PrivateKeyAsync(keyFile);
        await RunAsync(ExitCodes.Done, "delete", "site", "--yes");

        // Who asks to see all of a resource asks for its script too.
        bool IsAskedFor(string secret, string command) => secret == Password && command.StartsWith("show ", StringComparison.Ordinal);
        Assert.Empty(
            from one in said
            from secret in Canaries.Append(privateKey)
            where !IsAskedFor(secret, one.Command) && Leaks.Forms(secret).Any(form => one.Text.Contains(form, StringComparison.Ordinal))
            select $"{secret} said by {one.Command}");
        // The key's own file has the key, and what the person wrote into a file is in that file and in the copy that was deployed.
        Assert.Equivalent(
            (string[])[$"{privateKey} in keys/{Path.GetFileName(keyFile)}", $"{Password} in deployed/site", $"{Password} in projects/site.yaml"],
            Leaks.In(terminal.Home, [.. Canaries, privateKey])
                .Select(found => found.StartsWith($"{Password} in deployed/site/", StringComparison.Ordinal) ? $"{Password} in deployed/site" : found)
                .Distinct(StringComparer.Ordinal),
            strict: true);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Journal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keyFile));

        async Task RunAsync(int exitCode, params string[] args)
        {
            var (ended, output, error) = await OwnProcess.EndAsync(Start(terminal, sandbox, args), Ct);
            said.Add((string.Join(' ', args), output + error));
            Assert.True(ended == exitCode, $"{string.Join(' ', args)} ended with {ended}:\n{output}\n{error}");
        }

        async Task KillAsync(params string[] args)
        {
            var before = (await sandbox.RequestsAsync(0, Ct)).Count;
            var process = Start(terminal, sandbox, args);
            // The one call that hangs is logged when its client has gone; the ones before it say that it is on its way.
            await Eventually.HoldsAsync(async () => (await sandbox.RequestsAsync(before, Ct)).Any(request => (string?)request["action"] == "GetParameter"), Ct);
            process.Kill();
            var (_, output, error) = await OwnProcess.EndAsync(process, Ct);
            said.Add((string.Join(' ', args), output + error));
        }

        async Task FaultAsync(object fault)
        {
            using var answer = await sandbox.Control.PostAsJsonAsync("faults", fault, Ct);
            answer.EnsureSuccessStatusCode();
        }

        async Task DeleteFaultsAsync()
        {
            using var answer = await sandbox.Control.DeleteAsync(new Uri("faults", UriKind.Relative), Ct);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The program signed in as with AWS itself; only the address is the sandbox's.</summary>
    private static Process Start(Terminal terminal, SandboxProcess sandbox, string[] args) => OwnProcess.Start(
        "pockitect",
        terminal.Home,
        args,
        new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = sandbox.Endpoint.AbsoluteUri,
            ["AWS_ACCESS_KEY_ID"] = AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
            ["AWS_SESSION_TOKEN"] = SessionToken,
            ["AWS_REGION"] = "eu-west-1",
        });

    /// <summary>A line out of the middle of the private key that was made for the project.</summary>
    private static async Task<string> PrivateKeyAsync(string keyFile)
    {
        var lines = await File.ReadAllLinesAsync(keyFile, Ct);
        return lines[lines.Length / 2];
    }
}
