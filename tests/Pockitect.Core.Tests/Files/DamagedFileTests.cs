using System.Text;
using System.Text.RegularExpressions;
using Pockitect.Core.Accounts;
using Pockitect.Core.Faults;
using Pockitect.Core.Guards;
using Pockitect.Core.Journals;
using Pockitect.Core.Projects;
using Pockitect.Core.Tests.Blueprints;
using Pockitect.Testing;

namespace Pockitect.Core.Tests.Files;

/// <summary>One damaged file disables only what is in it, and is named with its line and a remedy.</summary>
public sealed partial class DamagedFileTests
{
    [Fact]
    public async Task A_damaged_journal_makes_only_its_own_project_unknown()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        var length = new FileInfo(fuzz.Journal).Length;
        await FileFuzz.DamageAsync(fuzz.Journal, (damage, at) =>
        {
            var start = fuzz.Read();
            // What is cut off may never have been written; the last line break is cut off with it. All else must be noticed.
            if (damage is Damage.Cut || at == length - 1) return Task.CompletedTask;

            var problem = start.Shop.Problem;
            Assert.NotNull(problem);
            Assert.Equal(ProjectStatus.Unknown, start.Shop.State);
            Assert.Matches(JournalLine(), problem);
            Assert.StartsWith(fuzz.Journal, problem, StringComparison.Ordinal);
            Assert.Equal(problem, Assert.Single(start.History.Damaged).Problem);
            Assert.Contains(problem, Assert.Throws<FaultException>(() => start.History.Demand("shop")).Message, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_damaged_cache_is_left_out_and_reported()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        var rows = fuzz.Read().Inventory.Resources.Count;
        await FileFuzz.DamageAsync(fuzz.Cache, (damage, _) =>
        {
            var start = fuzz.Read();
            if (damage is Damage.Flipped && start.Inventory.Problems.Count == 0) return Task.CompletedTask;
            Assert.True(start.Inventory.Resources.Count < rows);
            Assert.Contains("`pockitect scan`", Assert.Single(start.Inventory.Problems), StringComparison.Ordinal);
            Assert.StartsWith(fuzz.Cache + ":", start.Inventory.Problems[0], StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_damaged_status_is_written_again()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        var whole = await File.ReadAllTextAsync(fuzz.Folder.StatusOf("shop"), Ct);
        await FileFuzz.DamageAsync(fuzz.Folder.StatusOf("shop"), async (_, _) =>
        {
            await fuzz.Read().Statuses.WriteAsync(["shop", "other"], Ct);
            Assert.Equal(whole.Split('\n').Length > 5, StatusFile.Read(fuzz.Folder.StatusOf("shop")) is not null);
        });
    }

    [Fact]
    public async Task A_damaged_blueprint_has_problems_with_positions()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        await FileFuzz.DamageAsync(fuzz.Folder.BlueprintOf("shop"), (_, _) =>
        {
            var reading = fuzz.Read().Projects.Read("shop");
            Assert.True(reading is { Blueprint: not null } or { Problems.Count: > 0 });
            Assert.All(reading.Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0, Message.Length: > 0 }));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Damaged_settings_identities_and_durations_stop_no_start()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        await FileFuzz.DamageAsync(fuzz.Settings, (_, _) =>
        {
            fuzz.Read();
            Assert.All(new SettingsFile(fuzz.Folder).Read().Problems, problem => Assert.True(problem is { Line: > 0, Message.Length: > 0 }));
            return Task.CompletedTask;
        });
        await FileFuzz.DamageAsync(fuzz.Identities, (damage, _) =>
        {
            fuzz.Read();
            var problem = new ChosenIdentities(fuzz.Folder).Problem;
            if (damage is not Damage.Flipped) Assert.StartsWith(fuzz.Identities + ":", problem, StringComparison.Ordinal);
            if (problem is not null) Assert.Contains("Fix it, or move it away", problem, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        await FileFuzz.DamageAsync(fuzz.Durations, (_, _) =>
        {
            fuzz.Read();
            return Task.CompletedTask;
        });
        await File.WriteAllTextAsync(fuzz.Durations, """{"Create Fake::House::Net": 1e300, "Create Fake::House::Part": -5}""", Ct);
        fuzz.Read();
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("dangling link")]
    [InlineData("huge")]
    public async Task What_is_no_file_stops_nobody(string what)
    {
        using var fuzz = await FileFuzz.CreateAsync();
        var journal = fuzz.Journal;
        string[] paths = [journal, fuzz.Cache, fuzz.Settings, fuzz.Identities, fuzz.Durations, fuzz.Folder.StatusOf("shop"), fuzz.Folder.BlueprintOf("shop")];
        foreach (var path in paths)
        {
            var whole = await File.ReadAllBytesAsync(path, Ct);
            File.Delete(path);
            Put(what, path);
            if (what == "folder" && (path == journal || path == fuzz.Cache || path == fuzz.Folder.BlueprintOf("shop")))
            {
                // Folders are not looked for among these files.
                Directory.Delete(path);
                File.WriteAllBytes(path, whole);
                continue;
            }

            var start = fuzz.Read();
            var told = await start.Statuses.WriteAsync(["shop", "other"], Ct);
            if (path == journal) Assert.Contains(path, start.Shop.Problem, StringComparison.Ordinal);
            if (path == fuzz.Cache && what != "huge") Assert.Contains(path, Assert.Single(start.Inventory.Problems), StringComparison.Ordinal);
            if (path == fuzz.Settings) Assert.NotEmpty(new SettingsFile(fuzz.Folder).Read().Problems);
            if (path == fuzz.Identities) Assert.Contains(path, new ChosenIdentities(fuzz.Folder).Problem, StringComparison.Ordinal);
            if (path == fuzz.Folder.BlueprintOf("shop")) Assert.NotEmpty(start.Projects.Read("shop")!.Problems); // It is there.
            if (path == fuzz.Folder.StatusOf("shop") && what is "folder" or "pipe" or "device") Assert.Contains(told, status => status.Problem?.Contains(path, StringComparison.Ordinal) is true);

            if (Directory.Exists(path)) Directory.Delete(path);
            else File.Delete(path);
            File.WriteAllBytes(path, whole);
        }
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_lock_is_waited_for_by_nobody()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        File.Delete(fuzz.Folder.LockOf("shop"));
        DataFileTests.MakePipe(fuzz.Folder.LockOf("shop"));

        fuzz.Read();

        Assert.Contains(fuzz.Folder.LockOf("shop"), Assert.Throws<FaultException>(() => ProjectLock.IsHeld(fuzz.Folder, "shop")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_the_cache_that_cannot_be_used_is_reported()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        Directory.Delete(Path.GetDirectoryName(fuzz.Cache)!, recursive: true);
        File.WriteAllText(Path.GetDirectoryName(fuzz.Cache)!, "");

        var start = fuzz.Read();

        Assert.Contains(Path.GetDirectoryName(fuzz.Cache)!, Assert.Single(start.Inventory.Problems), StringComparison.Ordinal);
    }

    private static void Put(string what, string path)
    {
        switch (what)
        {
            case "folder": Directory.CreateDirectory(path); break;
            case "pipe": DataFileTests.MakePipe(path); break;
            case "device": File.CreateSymbolicLink(path, "/dev/zero"); break;
            case "dangling link": File.CreateSymbolicLink(path, path + ".gone"); break;
            default: File.WriteAllBytes(path, new byte[(1 << 20) + 1]); break;
        }
    }

    [Fact]
    public async Task A_cache_of_a_newer_version_is_left_out()
    {
        using var fuzz = await FileFuzz.CreateAsync();
        var text = await File.ReadAllTextAsync(fuzz.Cache, Ct);
        string[] newer =
        [
            Phase().Replace(text, "\"phase\":\"Dreaming\""),
            Verdict().Replace(text, "\"verdict\":\"guessed\""),
            text.Replace("eu-west-1", "eu-west-9", StringComparison.Ordinal),
            $$"""{"version": 2, "entries": {{text}}}""",
        ];
        foreach (var other in newer)
        {
            Assert.NotEqual(text, other);
            await File.WriteAllTextAsync(fuzz.Cache, other, Ct);
            Assert.Single(fuzz.Read().Inventory.Problems);
        }
    }

    [Theory]
    [InlineData("""{"Statement": [{"Effect": "Allow", "Effect": "Deny"}]}""")]
    [InlineData("""{"Statement": [], "Statement": []}""")]
    [InlineData("""{"Statement": {"Condition": {"a": {"b": 1, "b": 2}}}}""")]
    public void A_policy_with_the_same_key_twice_is_a_problem_and_not_a_crash(string policy)
    {
        var text = $"project: {{name: shop, region: eu-west-1}}\nsecurity:\n  roles:\n    - name: app\n      policies:\n        own: '{policy}'\n";

        var problem = Assert.Single(Samples.Problems(Encoding.UTF8.GetBytes(text)));

        Assert.Equal((6, true), (problem.Line, problem.Message.Contains("the same key twice", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\"verdict\":\"[A-Za-z]+\"")]
    private static partial Regex Verdict();

    [GeneratedRegex("\"phase\":\"[A-Za-z]+\"")]
    private static partial Regex Phase();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"\.jsonl:[0-9]+: this line (is damaged \(.+\)\. Move the file away; |was written by a newer Pockitect .+ Update Pockitect\.)")]
    private static partial Regex JournalLine();
}
