using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Testing;

namespace Pockitect.Web.Tests.Accounts;

/// <summary>Signing in by what a person types or does, and what of it is to be seen: nothing.</summary>
public sealed class SignInPageTests(SignInFixture fixture, AppFixture browser) : IClassFixture<SignInFixture>
{
    private const string AccessKey = "AKIACANARY0000000042";
    private const string SecretKey = "canary/typed+secret+key00000000000000042";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Typed_keys_are_checked_renewed_and_forgotten_and_seen_nowhere()
    {
        var (page, witness) = await fixture.OpenAsync(browser.Browser, "/sign-in");
        await page.GetByText("No D-Bus session").WaitForAsync();
        await page.GetByText("pockitect-full").First.ClickAsync();
        await Look.CheckAsync(page, "sign-in");

        await TypeAsync(page, "AKIA", SecretKey);
        await page.GetByText("Invalid access key ID").WaitForAsync();
        await FaultAsync(new { kind = "fail_before", service = "sts", action = "GetCallerIdentity", error = new { code = "InvalidClientTokenId", status = 403 } });
        await TypeAsync(page, AccessKey, SecretKey);
        await page.GetByText("AWS rejects these keys").WaitForAsync();
        await Assertions.Expect(page.GetByLabel("Secret access key")).ToHaveValueAsync("");
        await DeleteFaultsAsync();
        await TypeAsync(page, AccessKey, SecretKey);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("keyring:default");
        await witness.LookAsync();

        await RenewAsync(page);

        await GoAsync(page, "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget keyring:default" }).ClickAsync();
        await page.GetByText("from this app's memory").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("Not signed in");
        await witness.LookAsync();

        Assert.True(witness.Count > 20);
        Assert.All((string[])[SecretKey, AccessKey], secret => Assert.DoesNotContain(Leaks.Forms(secret), witness.Saw));
        Assert.Empty(Leaks.In(fixture.App.Home, SecretKey, AccessKey));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Typed_keys_are_in_no_browser_profile_and_in_no_list_of_processes()
    {
        var profile = Directory.CreateTempSubdirectory("pockitect-profile-");
        var link = await fixture.App.NewLinkAsync(Ct);
        await using (var context = await SharedChromium.OpenProfileAsync(profile.FullName))
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(link.AbsoluteUri);
            await page.GetByRole(AriaRole.Contentinfo).WaitForAsync();
            await page.GotoAsync($"http://{link.Authority}/sign-in");
            await TypeAsync(page, AccessKey, SecretKey);
            await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();

            var running = Processes();
            Assert.Contains(running, process => process.Contains(profile.FullName, StringComparison.Ordinal));
            Assert.DoesNotContain(running, process => process.Contains(SecretKey, StringComparison.Ordinal) || process.Contains(AccessKey, StringComparison.Ordinal));
            await page.GotoAsync($"http://{link.Authority}/sign-in");
            await page.GetByRole(AriaRole.Button, new() { Name = "Forget keyring:default" }).ClickAsync();
            await page.GetByText("from this app's memory").WaitForAsync();
        }

        // It keeps where it was, and nothing of what was typed there.
        Assert.NotEmpty(Leaks.In(profile.FullName, link.Host));
        Assert.Empty(Leaks.In(profile.FullName, SecretKey, AccessKey));
        profile.Delete(recursive: true);
    }

    [Fact]
    public async Task A_sign_in_through_the_browser_or_by_a_code_is_waited_for_and_can_be_cancelled()
    {
        var (page, witness) = await fixture.OpenAsync(browser.Browser, "/sign-in");
        for (var i = 0; i < 100; i++) fixture.Center.DeviceAnswers.Enqueue("authorization_pending");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a code as profile:dev" }).ClickAsync();
        await page.GetByText("ABCD-EFGH").WaitForAsync();
        await Look.CheckAsync(page, "sign-in-waiting");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.GetByText("ABCD-EFGH")).ToHaveCountAsync(0);
        fixture.Center.DeviceAnswers.Clear();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with browser as profile:dev" }).ClickAsync();
        var link = await page.GetByRole(AriaRole.Link, new() { Name = "127.0.0.1" }).GetAttributeAsync("href");
        using var http = new HttpClient();
        Assert.Contains("Signed in", await http.GetStringAsync(link, Ct), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync(new Regex("profile:dev.*Session renews automatically", RegexOptions.Singleline));

        await GoAsync(page, "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out of profile:dev" }).ClickAsync();
        await page.GetByText("and ended the session at AWS").WaitForAsync();
        await witness.LookAsync();

        Assert.False(witness.Saw(IdentityCenter.Canary));
        Assert.Empty(Leaks.In(fixture.App.Home, IdentityCenter.Canary));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_code_of_an_MFA_device_is_asked_for_in_the_window()
    {
        var (page, witness) = await fixture.OpenAsync(browser.Browser, "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use profile:admin" }).ClickAsync();
        var code = page.GetByLabel("Six-digit code");
        await Assertions.Expect(code).ToBeFocusedAsync();
        await Look.CheckAsync(page, "mfa");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByText("was entered").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Use profile:admin" }).ClickAsync();
        await code.FillAsync("12345");
        await code.PressAsync("Enter");
        await page.GetByText("An MFA code has six digits.").WaitForAsync();
        await code.FillAsync("123 456");
        await code.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Level = 1 }).WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).ToContainTextAsync("profile:admin");

        await GoAsync(page, "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check my permissions" }).ClickAsync();
        await page.GetByText("has all of these permissions").WaitForAsync();
        await fixture.AllowAsync("NotAction", "rds:*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check my permissions" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("creating AWS::RDS::DBInstance") }).First.WaitForAsync();
        await Look.CheckAsync(page, "permissions");
        await witness.LookAsync();

        Assert.False(witness.Saw(SignInFixture.BaseSecret));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_comes_to_the_sandbox_for_the_first_time_is_shown_around()
    {
        var (page, _) = await fixture.OpenAsync(browser.Browser, "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use sandbox" }).ClickAsync();
        var tour = page.GetByRole(AriaRole.Complementary, new() { Name = "Tour" });
        await tour.GetByText("0 of 8 done").WaitForAsync();
        await Look.CheckAsync(page, "tour");

        await WriteAsync(new Core.Files.DataFolder(fixture.App.Home).ForSandbox(), "first");
        await tour.GetByRole(AriaRole.Link, new() { Name = "Go" }).ClickAsync();
        await tour.GetByText("1 of 8 done").WaitForAsync();
        await tour.GetByRole(AriaRole.Link, new() { Name = "Go" }).ClickAsync();
        await tour.GetByText("2 of 8 done").WaitForAsync();
        await tour.GetByRole(AriaRole.Button, new() { Name = "Later" }).ClickAsync();
        await Assertions.Expect(tour).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tour" }).ClickAsync();

        await tour.GetByText("2 of 8 done").WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>What AWS says no longer knows the keys: the operation waits, the window says so, and goes on when the person has signed in again.</summary>
    private async Task RenewAsync(IPage page)
    {
        await WriteAsync(new Core.Files.DataFolder(fixture.App.Home), "renewed");
        await FaultAsync(new { kind = "fail_before", service = "ec2", action = "CreateVpc", error = new { code = "RequestExpired", status = 400 } });
        await GoAsync(page, "/projects/renewed/deploy");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Deploy [0-9]+ changes") }).ClickAsync();
        await page.GetByText("Your session expired, and the operation on renewed is paused").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await page.GetByText("Enter new keys").WaitForAsync();
        await Look.CheckAsync(page, "sign-in-again");
        await DeleteFaultsAsync();
        await TypeAsync(page, AccessKey, SecretKey);
        await GoAsync(page, "/projects/renewed/deploy");
        await Assertions.Expect(page.GetByRole(AriaRole.Contentinfo)).Not.ToContainTextAsync("renewed", new() { Timeout = TestPatience.Milliseconds(30_000) });
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToHaveCountAsync(0);
        Assert.Contains("state: running", await File.ReadAllTextAsync(new Core.Files.DataFolder(fixture.App.Home).StatusOf("renewed"), Ct), StringComparison.Ordinal);
    }

    /// <summary>What everybody who may look sees of each process: its command line and its environment.</summary>
    private static List<string> Processes()
    {
        List<string> seen = [];
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                seen.Add(File.ReadAllText(Path.Combine(process, "cmdline")) + File.ReadAllText(Path.Combine(process, "environ")));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        return seen;
    }

    private static async Task TypeAsync(IPage page, string id, string secret)
    {
        await page.GetByLabel("Access key ID").FillAsync(id);
        await page.GetByLabel("Secret access key").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check and sign in" }).ClickAsync();
    }

    private static async Task GoAsync(IPage page, string path) => await page.GotoAsync(new Uri(new Uri(page.Url), path).AbsoluteUri);

    private static Task WriteAsync(Core.Files.DataFolder folder, string slug) =>
        File.WriteAllTextAsync(folder.BlueprintOf(slug), $"project: {{name: {slug}, region: eu-west-1}}\ncompute:\n  instances: [{{name: web}}]\n", Ct);

    private async Task FaultAsync(object fault)
    {
        using var answer = await fixture.App.Sandbox.Control.PostAsJsonAsync("faults", fault, Ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task DeleteFaultsAsync()
    {
        using var answer = await fixture.App.Sandbox.Control.DeleteAsync(new Uri("faults", UriKind.Relative), Ct);
        answer.EnsureSuccessStatusCode();
    }
}
