using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pockitect.Core.Blueprints.Schema;
using Pockitect.Testing;
using Pockitect.Web.Wizard;

namespace Pockitect.Web.Tests.Wizard;

/// <summary>The wizard as a person meets it.</summary>
[Collection(AppFixture.Shared)]
public sealed class WizardPageTests(AppFixture app)
{
    private static readonly string[] templates =
        ["web-server", "web-server-with-database", "static-site-bucket", "docker-host", "private-worker", "high-availability", "windows-server"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_template_comes_to_the_review_without_an_error()
    {
        var page = await app.OpenAsync("/new");
        foreach (var template in templates)
        {
            await page.GotoAsync(app.Origin + "/new");
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"of-{template}");
            var card = page.Locator($"label.card:has(input[value={template}])");
            await Assertions.Expect(card.Locator(".price")).ToHaveTextAsync(new Regex("^((from )?\\$|Usage-based)"));
            await card.ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = $"of-{template}: Project", Level = 1 }).WaitForAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "6 Review" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Resources" }).WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Plan and deploy" })).ToBeEnabledAsync();
            await Assertions.Expect(page.Locator("#problems-title")).ToHaveTextAsync(template == "static-site-bucket" ? "1 finding" : "No problems");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Plan and deploy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Deploy [0-9]+ changes") }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_form_and_the_text_are_one_and_nothing_is_lost()
    {
        await WriteAsync("both-ways", "web-server-with-database", text => text.Replace("type: t3.small", "type: t3.small # enough for now", StringComparison.Ordinal));
        var page = await app.OpenAsync("/projects/both-ways/edit/compute");
        var type = page.GetByLabel("Instance type");
        var yaml = page.GetByLabel("Blueprint, YAML");
        await page.Locator(".wizard[data-attached]").WaitForAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();

        await type.FillAsync("t3.medium");
        await Assertions.Expect(yaml).ToHaveValueAsync(new Regex("type: t3.medium # enough for now"));
        await page.GetByText("the last change added $").WaitForAsync();
        // The line and the resource of the field that one is in are lit.
        await Assertions.Expect(page.Locator(".yaml-marks .lit")).ToHaveAttributeAsync("style", "--line: 16");
        await Assertions.Expect(page.Locator(".diagram .tile.lit")).ToContainTextAsync("server");
        await Assertions.Expect(page.Locator(".diagram").GetByText("server", new() { Exact = true }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).FocusAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(type).ToHaveValueAsync("t3.small");
        await page.Keyboard.PressAsync("Control+Shift+z");
        await Assertions.Expect(type).ToHaveValueAsync("t3.medium");
        await Assertions.Expect(yaml).ToHaveValueAsync(new Regex("type: t3.medium"));

        await yaml.FillAsync((await yaml.InputValueAsync()).Replace("t3.medium", "m5.large", StringComparison.Ordinal));
        await Assertions.Expect(type).ToHaveValueAsync("m5.large");

        var other = await app.OpenAsync("/projects/both-ways/edit/compute");
        await other.GetByLabel("Instance type").FillAsync("t3.nano");
        await Assertions.Expect(type).ToHaveValueAsync("t3.nano");
        await other.Context.CloseAsync();

        await page.GetByLabel("Instance type").FillAsync("t3.large");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Instance type")).ToHaveValueAsync("t3.large");
        await page.Locator(".wizard[data-attached]").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Instance type")).Not.ToHaveValueAsync("t3.large");
        await page.Keyboard.PressAsync("Alt+2");
        await page.GetByRole(AriaRole.Heading, new() { Name = "both-ways: Network" }).WaitForAsync();
        Assert.Contains("# enough for now", await File.ReadAllTextAsync(app.App.Folder.BlueprintOf("both-ways"), Ct), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Findings_are_mended_by_one_click_and_entries_are_added_copied_and_removed()
    {
        await WriteAsync("mending", "web-server", text => text.Replace("port: 80,", "port: 22,", StringComparison.Ordinal).Replace("name: server,", "name: server, require_imdsv2: false,", StringComparison.Ordinal));
        var page = await app.OpenAsync("/projects/mending/edit/network");
        await Assertions.Expect(page.Locator("#problems-title")).ToHaveTextAsync("2 findings");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Require IMDSv2") }).ClickAsync();
        await page.GetByLabel("Your address, such as 203.0.113.7/32").FillAsync("198.51.100.7");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Allow only my address") }).ClickAsync();
        await Assertions.Expect(page.Locator("#problems-title")).ToHaveTextAsync("No problems");
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("198.51.100.7/32"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Add security group" }).ClickAsync();
        var added = page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^security-group") }).GetByLabel("Name");
        await Assertions.Expect(added).ToBeFocusedAsync();
        await added.FillAsync("admin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Up admin" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: admin.*\\n.*name: web,"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Duplicate web" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove web-2" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove admin" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("name: web, .*\\n.*name: web-2"));
        await page.Keyboard.PressAsync("Alt+3");
        await page.GetByLabel("Start from a script:").SelectOptionAsync("docker.amazon-linux");
        await Assertions.Expect(page.GetByLabel("Start-up script", new() { Exact = true })).ToHaveValueAsync(new Regex("dnf install -y docker"));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^server,? ?Instance") }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Name required", new() { Exact = true }).First).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_setting_has_a_field_and_axe_finds_nothing_on_any_page()
    {
        await WriteAsync("all-of-it", "everything", text => text);
        var page = await app.OpenAsync("/projects/all-of-it/edit");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in WizardStep.All)
        {
            await page.GotoAsync($"{app.Origin}/projects/all-of-it/edit/{step.Key}");
            await page.GetByRole(AriaRole.Heading, new() { Name = $"all-of-it: {step.Title}", Level = 1 }).WaitForAsync();
            await page.Locator("#yaml").WaitForAsync();
            await Look.CheckAsync(page, $"wizard-{step.Key}", ColorScheme.Light);
            // Each once: what opens has more inside.
            await page.WaitForFunctionAsync("""
                () => {
                  const closed = [...document.querySelectorAll('button.more[aria-expanded=false]')];
                  for (const button of closed.filter(button => !button.dataset.clicked)) { button.dataset.clicked = 'yes'; button.click(); }
                  return closed.length === 0;
                }
                """);
            seen.UnionWith(await page.Locator("[data-field]").EvaluateAllAsync<string[]>("fields => fields.map(field => field.dataset.field)"));
            await Look.CheckAsync(page, $"wizard-{step.Key}", ColorScheme.Dark);
        }

        Assert.Empty(BlueprintFields.Sections.SelectMany(section => section.All).Where(field => field.Fields.Count == 0).Select(field => field.Path).Except(seen));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_broken_text_opens_too()
    {
        await WriteAsync("broken-text", "web-server", text => text + "oops: 1\ncompute: [\n");
        var page = await app.OpenAsync("/projects/broken-text/edit/compute");
        await page.GetByText("The text is not valid YAML").WaitForAsync();
        await Look.CheckAsync(page, "wizard-broken", ColorScheme.Light);
        await Look.CheckAsync(page, "wizard-broken", ColorScheme.Dark);

        await page.GetByLabel("Blueprint, YAML").FillAsync((await page.GetByLabel("Blueprint, YAML").InputValueAsync()).Replace("compute: [\n", "", StringComparison.Ordinal).Replace("name: server,", "name: server, type: tiny,", StringComparison.Ordinal));
        await page.GetByText("Unknown key 'oops' in the blueprint").First.WaitForAsync();
        var type = page.GetByLabel("Instance type");
        await Assertions.Expect(type).ToHaveAttributeAsync("aria-invalid", "true");
        await type.FillAsync("t3.micro");
        await Assertions.Expect(type).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await page.GotoAsync(app.Origin + "/projects/..%2Fother/edit");
        await page.GetByText("Project not found").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_typed_while_the_connection_was_gone_is_there_when_it_is_back()
    {
        await WriteAsync("typed-alone", "web-server", text => text);
        var page = await app.OpenAsync("/sign-in");
        IWebSocketRoute? socket = null;
        await page.RouteWebSocketAsync(new Regex("/_blazor"), route =>
        {
            socket = route;
            route.ConnectToServer();
        });
        await page.GotoAsync(app.Origin + "/projects/typed-alone/edit/compute");
        await page.Locator(".wizard[data-attached]").WaitForAsync();

        var lost = socket!;
        await page.EvaluateAsync("""
            () => {
              const field = document.querySelector('[data-field="compute.instances[].type"] input');
              document.getElementById('components-reconnect-modal').addEventListener('components-reconnect-state-changed', event => {
                if (event.detail.state !== 'show') return;
                field.value = 't3.large';
                field.dispatchEvent(new Event('input', { bubbles: true }));
              });
            }
            """);
        await lost.CloseAsync();

        await Assertions.Expect(page.GetByLabel("Blueprint, YAML")).ToHaveValueAsync(new Regex("t3.large"), new() { Timeout = TestPatience.Milliseconds(20_000) });
        await page.Context.CloseAsync();
    }

    private Task WriteAsync(string slug, string sample, Func<string, string> edit) => File.WriteAllTextAsync(
        app.App.Folder.BlueprintOf(slug),
        edit(File.ReadAllText(Repository.At($"samples/{sample}.yaml")).Replace($"name: {sample}", $"name: {slug}", StringComparison.Ordinal)),
        Ct);
}
