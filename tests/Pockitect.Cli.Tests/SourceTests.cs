using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Credentials;
using Pockitect.Aws.Protocol;
using Pockitect.Cli.Host;
using Pockitect.Core.Files;

namespace Pockitect.Cli.Tests;

/// <summary>
/// Every source of credentials with the commands that need them, and no secret is printed or written. Each source meets every third command, and the
/// four that a project's life is made of; <c>bench/sources</c> runs every command with every source.
/// </summary>
public sealed class SourceTests(SourceTests.OwnSandbox sandbox) : IClassFixture<SourceTests.OwnSandbox>
{
    /// <summary>What others make at the same time would show in its scans.</summary>
    public sealed class OwnSandbox : SandboxFixture
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            // The role that profiles take: one that is not there may do nothing.
            using var aws = new AwsClients(AwsAccount.Sandbox(Process.Endpoint));
            await aws.Iam().CallAsync("CreateRole", new QueryParameters().Set("RoleName", "deployer").Set("AssumeRolePolicyDocument", Allowing("sts:AssumeRole", "\"Principal\": {\"AWS\": \"*\"}")), Ct);
            await aws.Iam().CallAsync("PutRolePolicy", new QueryParameters().Set("RoleName", "deployer").Set("PolicyName", "all").Set("PolicyDocument", Allowing("*", "\"Resource\": \"*\"")), Ct);
        }

        private static string Allowing(string action, string whom) =>
            $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "{{action}}", {{whom}}}]}""";
    }

    private const string AccessKey = "AKIACANARY0000000001";
    private const string SecretKey = "canary/secret+access+key0000000000000001";
    private const string SessionToken = "canarySessionToken//////////0000000000000002==";
    private const string IdentityToken = "canary.web.identity-token-3";
    private const string Role = "arn:aws:iam::123456789012:role/deployer";
    private const string Keys = $"aws_access_key_id = {AccessKey}\naws_secret_access_key = {SecretKey}\n";

    private static readonly string[] Canaries =
    [
        AccessKey, SecretKey, SessionToken, IdentityToken, PlayedMachine.ContainerToken, PlayedMachine.SsoToken,
        PlayedMachine.AccessKey, PlayedMachine.SecretKey, PlayedMachine.SessionToken,
    ];

    private static readonly string[] Sources =
    [
        "env", "profile:default", "profile:role", "profile:role-of-env", "profile:guarded", "profile:program", "profile:sso", "profile:pod",
        "web-identity", "container", "instance", "keyring:work", "sandbox",
    ];

    private static readonly string[] Always = ["whoami", "plan", "deploy", "delete"];

    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("POCKITECT_WHOLE_MATRIX") is { Length: > 0 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> EachSource => [.. Sources];

    /// <summary>Each command that signs in, and the exit code that it ends with for a project of one bucket.</summary>
    private static (string[] Typed, int ExitCode)[] Commands(string slug) =>
    [
        (["whoami"], ExitCodes.Done),
        (["accounts", "--check"], ExitCodes.Done),
        (["plan", slug], ExitCodes.ChangesPending),
        (["deploy", slug, "--yes"], ExitCodes.Done),
        (["status", slug], ExitCodes.Done),
        (["scan", "--region", "eu-west-1", "--type", "Bucket"], ExitCodes.Done),
        (["list"], ExitCodes.Done),
        (["list", "resources"], ExitCodes.Done),
        (["show", $"{slug}/files"], ExitCodes.Done),
        (["open", $"{slug}/files"], ExitCodes.Done),
        (["drift", slug], ExitCodes.Done),
        (["stop", slug], ExitCodes.Done),
        (["start", slug], ExitCodes.Done),
        (["recover", slug], ExitCodes.Done),
        (["resume", slug], ExitCodes.Failed),
        (["undo", slug], ExitCodes.Failed),
        (["keep", slug], ExitCodes.Failed),
        (["delete", slug, "--yes"], ExitCodes.Done),
    ];

    /// <summary>The commands that this source is tried with.</summary>
    private static IEnumerable<(string[] Typed, int ExitCode)> CommandsOf(string id, string slug) => Commands(slug)
        .Where((command, index) => IsWhole || Always.Contains(command.Typed[0]) || (index + Array.IndexOf(Sources, id)) % 3 == 0);

    [Fact]
    public void Every_command_is_tried_with_several_sources() => Assert.All(
        Commands("slug"), command => Assert.True(Sources.Count(id => CommandsOf(id, "slug").Any(tried => tried.Typed.SequenceEqual(command.Typed))) >= 4));

    [Theory]
    [MemberData(nameof(EachSource))]
    public async Task Commands_work_with_every_source_and_print_and_write_no_secret(string id)
    {
        await using var machine = new PlayedMachine();
        var vault = new SessionMemory("a test", "none");
        vault.Write(CredentialVault.NameOfKeys("work"), new StoredKeys(AccessKey, SecretKey, null, "123456789012", "eu-west-1"));
        using var terminal = new Terminal(sandbox.Process) { Vault = vault, Typed = string.Concat(Enumerable.Repeat("123456\n", 40)) };
        SetUp(terminal, machine, id);
        var slug = $"of-{id.Replace(':', '-')}";
        var folder = id == "sandbox" ? terminal.Folder : new DataFolder(terminal.Home);
        await File.WriteAllTextAsync(folder.BlueprintOf(slug), $"project: {{name: {slug}, region: eu-west-1}}\ndata:\n  buckets: [{{name: files}}]\n", Ct);
        var wrong = new List<string>();

        foreach (var (typed, exitCode) in CommandsOf(id, slug))
        {
            // A session that MFA opened is kept in memory only, so that each command asks for a code; only a person can give it.
            string[] how = id == "profile:guarded" ? [] : ["--json"];
            // Once deployed, a project knows its identity.
            string[] named = id == "sandbox" || Array.IndexOf(typed, slug) >= 0 && typed[0] is not ("plan" or "deploy") ? [] : ["--identity", id];
            var ran = await terminal.RunAsync([.. typed, .. how, .. named]);
            var expected = typed[0] == "accounts" && id == "profile:guarded" ? ExitCodes.SignIn : exitCode;
            if (ran.ExitCode != expected) wrong.Add($"{string.Join(' ', typed)}: {ran}");
            if (typed[0] == "whoami" && !ran.Out.Contains(id, StringComparison.Ordinal)) wrong.Add($"whoami: {ran}");
            wrong.AddRange(Canaries.Where(secret => ran.ToString().Contains(secret, StringComparison.Ordinal)).Select(secret => $"{string.Join(' ', typed)} says {secret}"));
        }

        wrong.AddRange(Written(terminal.Home));
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Written(string home) =>
        from path in Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories)
            // The person's own.
        where !path.StartsWith(Path.Combine(home, ".aws"), StringComparison.Ordinal)
        let text = Encoding.Latin1.GetString(File.ReadAllBytes(path))
        from secret in Canaries
        where text.Contains(secret, StringComparison.Ordinal)
        select $"{secret} is in {Path.GetRelativePath(home, path)}";

    private void SetUp(Terminal terminal, PlayedMachine machine, string id)
    {
        if (id == "sandbox") return;
        var aws = Directory.CreateDirectory(Path.Combine(terminal.Home, ".aws")).FullName;
        terminal.Variables.Clear();
        Set("AWS_ENDPOINT_URL", sandbox.Process.Endpoint.AbsoluteUri);
        Set("AWS_REGION", "eu-west-1");
        if (id != "instance") Set("AWS_EC2_METADATA_DISABLED", "true");
        switch (id)
        {
            case "env":
                SetKeys();
                break;
            case "profile:default":
                Write("credentials", $"[default]\n{Keys}");
                break;
            case "profile:role":
                Write("credentials", $"[base]\n{Keys}");
                Write("config", $"[profile role]\nrole_arn = {Role}\nsource_profile = base\nexternal_id = partner\nrole_session_name = tester\nduration_seconds = 900\n");
                break;
            case "profile:role-of-env":
                SetKeys();
                Write("config", $"[profile role-of-env]\nrole_arn = {Role}\ncredential_source = Environment\n");
                break;
            case "profile:guarded":
                Write("credentials", $"[base]\n{Keys}");
                Write("config", $"[profile guarded]\nrole_arn = {Role}\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/anna\n");
                break;
            case "profile:program":
                Write("keys.json", $$"""{"Version": 1, "AccessKeyId": "{{AccessKey}}", "SecretAccessKey": "{{SecretKey}}", "SessionToken": "{{SessionToken}}"}""");
                Write("config", $"[profile program]\ncredential_process = {(OperatingSystem.IsWindows() ? "cmd /c type" : "cat")} {Path.Combine(aws, "keys.json")}\n");
                break;
            case "profile:sso":
                Set("AWS_ENDPOINT_URL_SSO", machine.Address.AbsoluteUri);
                Write("config", "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example\n[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n");
                var cache = Directory.CreateDirectory(Path.Combine(aws, "sso", "cache")).FullName;
#pragma warning disable CA5350 // How AWS's tools name the file.
                var name = Convert.ToHexStringLower(SHA1.HashData("corp"u8));
#pragma warning restore CA5350
                var ends = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                File.WriteAllText(Path.Combine(cache, $"{name}.json"), $$"""{"accessToken": "{{PlayedMachine.SsoToken}}", "expiresAt": "{{ends}}", "region": "eu-west-1"}""");
                break;
            case "profile:pod":
                Write("config", $"[profile pod]\nrole_arn = {Role}\nweb_identity_token_file = {Write("token", IdentityToken)}\n");
                break;
            case "web-identity":
                Set("AWS_WEB_IDENTITY_TOKEN_FILE", Write("token", IdentityToken));
                Set("AWS_ROLE_ARN", Role);
                break;
            case "container":
                Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{machine.Address}container");
                Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", PlayedMachine.ContainerToken);
                break;
            case "instance":
                Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.Address.AbsoluteUri);
                break;
        }

        void Set(string name, string value) => terminal.Variables[name] = value;

        void SetKeys()
        {
            Set("AWS_ACCESS_KEY_ID", AccessKey);
            Set("AWS_SECRET_ACCESS_KEY", SecretKey);
            Set("AWS_SESSION_TOKEN", SessionToken);
        }

        string Write(string name, string text)
        {
            var path = Path.Combine(aws, name);
            File.WriteAllText(path, text);
            return path;
        }
    }
}
