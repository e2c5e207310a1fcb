using Pockitect.Core.Faults;
using Pockitect.Core.Files;
using Pockitect.Core.Guards;

namespace Pockitect.Core.Tests.Guards;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pockitect-settings-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SettingsFile File => new(new DataFolder(_folder.FullName));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void No_file_is_no_guard_rails()
    {
        var reading = File.Read();

        Assert.Empty(reading.Problems);
        Assert.Equal(GuardRails.None, reading.Settings.Of("111122223333"));
    }

    [Fact]
    public void An_account_says_more_than_what_holds_for_all()
    {
        Write("""
            default: {typed_confirmation: true, price_ceiling: 100, locked_regions: [us-east-1]}
            accounts:
              "111122223333": {price_ceiling: 49.50, production: true}
              044455556666: {typed_confirmation: false, locked_regions: []}
            """);

        var settings = File.Read().Settings;

        var rails = settings.Of("111122223333");
        Assert.Equal((true, true, 49.5m), (rails.TypedConfirmation, rails.Production, rails.PriceCeiling));
        Assert.Equal(["us-east-1"], rails.LockedRegions!);
        Assert.False(settings.Of("044455556666").NeedsName);
        Assert.Empty(settings.Of("044455556666").LockedRegions!);
        Assert.True(settings.Of("999999999999").NeedsName);
    }

    [Theory]
    [InlineData("acounts: {}", 1, 1, "acounts")]
    [InlineData("default:\n  read_only: maybe", 2, 14, "true or false")]
    [InlineData("default:\n  readonly: true", 2, 3, "read_only")]
    [InlineData("accounts:\n  1111: {}", 2, 3, "twelve digits")]
    [InlineData("default: {price_ceiling: -5}", 1, 26, "US dollars")]
    [InlineData("default:\n  locked_regions: eu-west-1", 2, 19, "list of Regions")]
    [InlineData("default:\n  locked_regions: [Ireland]", 2, 20, "Region")]
    [InlineData("default:\n  scan_regions: []", 2, 17, "at least one Region")]
    [InlineData("default:\n  scan_types: [instance]", 2, 16, "AWS::EC2::Instance")]
    [InlineData("default: [", 2, 1, "Invalid YAML")]
    [InlineData("- a", 1, 1, "group of settings")]
    public void What_is_wrong_is_told_with_its_line_and_column(string text, int line, int column, string words)
    {
        Write(text);

        var problem = Assert.Single(File.Read().Problems);

        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_is_set_leaves_all_that_people_wrote_as_it_is()
    {
        Write("# ours\ndefault:\n  price_ceiling: 100   # ask Ada first\n\n# the shop\naccounts:\n  \"111122223333\":\n    production: true\n");

        await File.SetAsync("111122223333", "locked_regions", "us-east-1,us-west-2", Ct);
        await File.SetAsync("default", "price_ceiling", "250", Ct);

        var text = await System.IO.File.ReadAllTextAsync(File.Path, Ct);
        foreach (var line in (string[])["# ours", "  price_ceiling: 250   # ask Ada first", "# the shop", "    production: true"]) Assert.Contains(line, text.Split('\n'));
        Assert.Equal(["us-east-1", "us-west-2"], File.Read().Settings.Of("111122223333").LockedRegions!);
    }

    [Fact]
    public async Task What_was_set_can_be_taken_back()
    {
        await File.SetAsync("default", "read_only", "true", Ct);
        await File.SetAsync("111122223333", "read_only", "false", Ct);
        Assert.False(File.Read().Settings.Of("111122223333").ReadOnly);

        await File.UnsetAsync("111122223333", "read_only", Ct);
        await File.UnsetAsync("default", "read_only", Ct);

        Assert.Empty(File.Read().Problems);
        Assert.Equal(GuardRails.None, File.Read().Settings.Of("111122223333"));
    }

    [Theory]
    [InlineData("1111", "read_only", "true")]
    [InlineData("default", "readonly", "true")]
    [InlineData("default", "read_only", "yes")]
    [InlineData("default", "price_ceiling", "lots")]
    [InlineData("default", "allowed_regions", "Ireland")]
    public async Task What_is_no_setting_is_refused_and_written_nowhere(string account, string key, string value)
    {
        var fault = await Assert.ThrowsAsync<FaultException>(() => File.SetAsync(account, key, value, Ct));

        Assert.Equal(FaultKind.Invalid, fault.Fault.Kind);
        Assert.False(System.IO.File.Exists(File.Path));
    }

    private void Write(string text) => System.IO.File.WriteAllText(File.Path, text);
}
