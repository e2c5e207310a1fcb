using Pockitect.Core.Files;
using Pockitect.Core.Guards;
using Pockitect.Web.Settings;

namespace Pockitect.Web.Tests.Settings;

public sealed class RailFieldTests : IDisposable
{
    private const string Account = "111122223333";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("pockitect-rails-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SettingsFile File => new(new DataFolder(_home.FullName));

    [Fact]
    public void Every_setting_has_its_field_and_no_other() => Assert.Equal(SettingsFile.Keys, RailField.All.Select(field => field.Key));

    [Theory]
    [InlineData("read_only", "true")]
    [InlineData("production", "false")]
    [InlineData("typed_confirmation", "true")]
    [InlineData("allowed_regions", "eu-west-1, eu-central-1")]
    [InlineData("locked_regions", "us-east-1")]
    [InlineData("price_ceiling", "49.5")]
    [InlineData("scan_regions", "eu-west-1, us-east-1")]
    [InlineData("scan_types", "AWS::EC2::Instance, AWS::RDS::DBInstance")]
    public async Task What_is_set_stands_in_the_field_and_is_taken_back_when_it_is_emptied(string key, string value)
    {
        await System.IO.File.WriteAllTextAsync(File.Path, "# mine\naccounts:\n  \"999988887777\": {production: true}  # the shop\n", Ct);
        var field = RailField.All.Single(one => one.Key == key);

        Assert.Null(await field.SetAsync(File, Account, value, Ct));
        Assert.Equal(value, field.ValueOf(File.Read().Settings.Accounts[Account]));
        Assert.Contains("# the shop", await System.IO.File.ReadAllTextAsync(File.Path, Ct), StringComparison.Ordinal);

        Assert.Null(await field.SetAsync(File, Account, " ", Ct));
        Assert.Equal("", field.ValueOf(File.Read().Settings.Of(Account)));
        Assert.Empty(File.Read().Problems);
    }

    [Fact]
    public async Task What_is_set_at_once_is_all_there()
    {
        var problems = await Task.WhenAll(RailField.All.Where(field => field.Kind is RailKind.Flag).Select(field => field.SetAsync(File, Account, "true", Ct)));

        Assert.All(problems, Assert.Null);
        var rails = File.Read().Settings.Of(Account);
        Assert.Equal((true, true, true), (rails.ReadOnly, rails.Production, rails.TypedConfirmation));
    }

    [Theory]
    [InlineData("allowed_regions", "Ireland", "eu-west-1")]
    [InlineData("price_ceiling", "much", "US dollars")]
    public async Task What_cannot_be_set_says_why_and_changes_nothing(string key, string value, string words)
    {
        var problem = await RailField.All.Single(one => one.Key == key).SetAsync(File, SettingsFile.Default, value, Ct);

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File.Path));
    }

    public void Dispose() => _home.Delete(recursive: true);
}
