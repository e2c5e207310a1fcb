using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Pockitect.Web.Tests.Changes;

/// <summary>Plans, their progress and their ends, through the pages.</summary>
[Collection(AppFixture.Shared)]
public sealed partial class ChangePagesTests(AppFixture app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_is_deployed_and_deleted_with_its_name_typed()
    {
        await app.WriteAsync("there-and-back");
        var page = await app.OpenAsync("/projects/there-and-back/deploy");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeployButton() }).WaitForAsync();
        await Look.CheckAsync(page, "plan");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeployButton() }).ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();
        await Look.CheckAsync(page, "done");

        await page.GotoAsync(app.Origin + "/projects/there-and-back/delete");
        var delete = page.GetByRole(AriaRole.Button, new() { NameRegex = DeleteButton() });
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await page.GetByLabel("Keep a final snapshot of each database").UncheckAsync();
        await page.GetByText("delete there-and-back --no-final-snapshot").WaitForAsync();
        await page.GetByLabel("Type there-and-back to confirm").FillAsync("there-and-back");
        await Look.CheckAsync(page, "delete");
        await delete.ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();

        await page.GotoAsync(app.Origin + "/activity");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^delete there-and-back .* completed") })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Protection_that_blocks_a_delete_is_turned_off_by_a_button()
    {
        await File.WriteAllTextAsync(
            app.App.Folder.BlueprintOf("guarded"),
            "project: {name: guarded, region: eu-west-1}\nnetwork: {vpc: default}\ncompute:\n  instances:\n    - {name: box, termination_protection: true}\n",
            Ct);
        var page = await app.OpenAsync("/projects/guarded/deploy");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Deploy [0-9]+ ") }).ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();

        await page.GotoAsync(app.Origin + "/projects/guarded/delete");
        var lift = page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Turn off deletion protection of .*box.* first$") });
        await lift.WaitForAsync();
        await Look.CheckAsync(page, "delete-protected");
        // What can be chosen is in sight, above what follows from it.
        await Assertions.Expect(page.GetByLabel("Turn off deletion protection first")).ToBeInViewportAsync();
        await lift.ClickAsync();
        await Assertions.Expect(page.GetByLabel("Turn off deletion protection first")).ToBeCheckedAsync();
        await Assertions.Expect(lift).ToHaveCountAsync(0);
        await page.GetByLabel("Type guarded to confirm").FillAsync("guarded");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Delete [0-9]+ resource") }).ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_deploy_that_fails_says_why_and_is_taken_back()
    {
        await app.WriteAsync("falls");
        var page = await app.OpenAsync("/projects/falls/deploy");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeployButton() }).WaitForAsync();
        await app.FaultAsync(new { kind = "deny", service = "rds", action = "CreateDBInstance" });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeployButton() }).ClickAsync();
        await page.GetByText("'create shop' failed").First.WaitForAsync();
        await Look.CheckAsync(page, "failed");
        await app.ClearFaultsAsync();

        await page.GotoAsync(app.Origin + "/activity");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Steps of the deploy of falls") }).ClickAsync();
        await page.GetByText("(AccessDenied)").WaitForAsync();
        await Look.CheckAsync(page, "activity-failed");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Undo.falls") }).ClickAsync();
        // The server's root disk is lost, so the name is typed.
        await page.GetByLabel("Type falls to confirm").FillAsync("falls");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo [0-9]") }).ClickAsync();
        await page.GetByRole(AriaRole.Strong).Filter(new() { HasText = "Done." }).WaitForAsync();

        Assert.DoesNotContain("falls", await app.App.Sandbox.InventoryAsync(Ct), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_runs_is_seen_in_another_window_cancelled_there_and_kept()
    {
        await app.WriteAsync("halfway");
        var page = await app.OpenAsync("/projects/halfway/deploy");
        await app.FaultAsync(new { kind = "slow", service = "ec2", action = "CreateSubnet", delay_ms = 4000 });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = DeployButton() }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Deploying halfway" }).WaitForAsync();

        var other = await app.OpenAsync("/projects/halfway/stop");
        await other.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("^vpc .* done") }).WaitForAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Look.CheckAsync(other, "cancelling");
        await page.GetByText("Stopped:", new() { Exact = true }).WaitForAsync();
        await app.ClearFaultsAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep as is" }).ClickAsync();
        await page.GetByText("Kept as is:").First.WaitForAsync();

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task What_cannot_be_planned_says_why()
    {
        var page = await app.OpenAsync("/projects/nobody/deploy");
        await page.GetByText("Project not found").WaitForAsync();
        await Look.CheckAsync(page, "no-plan");
        await page.GotoAsync(app.Origin + "/projects/..%2Fother/deploy");
        await page.GetByText("Project not found").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("^Deploy [0-9]+ changes to eu-west-1 of 123456789012 \\(sandbox\\)$")]
    private static partial Regex DeployButton();

    [GeneratedRegex("^Delete [0-9]+ resources in eu-west-1 of 123456789012 \\(sandbox\\)$")]
    private static partial Regex DeleteButton();
}
