using Pockitect.Aws.Accounts;
using Pockitect.Aws.Accounts.Stores;
using Pockitect.Aws.Credentials;

namespace Pockitect.Aws.Tests.Accounts;

public sealed class IdentitiesTests : IDisposable
{
    private const string Keys = "aws_access_key_id = AKIA0\naws_secret_access_key = secret\n";

    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void A_profile_that_stands_in_both_files_is_one_and_has_the_keys_of_the_credentials_file()
    {
        _desk.Config = "[profile dev]\nregion = eu-west-3\naws_access_key_id = OLD\n";
        _desk.Credentials = $"[dev]\n{Keys}";

        var dev = Assert.Single(_desk.Identities.Find(), found => found.Identity.Id == "profile:dev").Identity;

        Assert.Equal((IdentityKind.Profile, "eu-west-3", null), (dev.Kind, dev.Region, dev.Problem));
        Assert.Equal("keys, in ~/.aws/config and ~/.aws/credentials".Replace('/', Path.DirectorySeparatorChar), dev.Origin);
        Assert.Equal("AKIA0", SharedFiles.Read(_desk.Context).Find("dev")?["aws_access_key_id"]);
    }

    [Fact]
    public void The_first_in_the_order_wins_and_each_says_why()
    {
        _desk.Credentials = $"[default]\n{Keys}[other]\n{Keys}";
        SetAll();
        string[] order = ["env", "web-identity", "profile:default", "container", "instance"];

        // Taken away one by one, the next one wins.
        foreach (var (expected, variable) in order.Zip((string[])["AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_SERVICE_ENDPOINT"]))
        {
            var found = _desk.Identities.Find();
            Assert.Equal((expected, true), (found[0].Identity.Id, found[0].Wins));
            Assert.Equal(1, found.Count(one => one.Wins));
            Assert.Equal("only with --identity profile:other", found.Single(one => one.Identity.Id == "profile:other").Why);
            var left = order.SkipWhile(id => id != expected).ToList();
            foreach (var (before, after) in left.Zip(left.Skip(1))) Assert.Equal($"comes after {before}", found.Single(one => one.Identity.Id == after).Why);
            if (variable == "") _desk.Credentials = $"[other]\n{Keys}";
            else _desk.Variables.Remove(variable);
        }

        Assert.Null(_desk.Identities.First());
        Assert.DoesNotContain(_desk.Identities.Find(), found => found.Wins);
    }

    [Fact]
    public void What_a_person_chose_comes_before_the_order()
    {
        SetAll();
        _desk.Credentials = $"[other]\n{Keys}";

        var found = _desk.Identities.Find(("profile:other", "POCKITECT_IDENTITY names it"));

        Assert.Equal(("profile:other", true, "POCKITECT_IDENTITY names it"), (found[0].Identity.Id, found[0].Wins, found[0].Why));
        Assert.Equal("comes after profile:other", found.Single(one => one.Identity.Id == "env").Why);
    }

    [Fact]
    public void The_profile_that_AWS_PROFILE_names_wins_over_the_default_one_also_where_it_is_missing()
    {
        _desk.Credentials = $"[default]\n{Keys}";
        _desk.Variables["AWS_PROFILE"] = "gone";

        var first = _desk.Identities.Find()[0];

        Assert.Equal(("profile:gone", true), (first.Identity.Id, first.Wins));
        Assert.Contains("Profiles: default", first.Identity.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_profile_that_only_sets_a_Region_is_nobody()
    {
        _desk.Config = "[default]\nregion = eu-west-1\n";

        Assert.Null(_desk.Identities.First());
    }

    [Fact]
    public void One_identity_is_found_without_opening_the_keyring()
    {
        _desk.Credentials = $"[dev]\n{Keys}";

        Assert.Equal("profile:dev", _desk.Identities.Get("profile:dev").Id);
        Assert.Null(_desk.Identities.First());
        _desk.Identities.Find(withKeyring: false);

        Assert.Equal(0, _desk.Opened);
    }

    [Fact]
    public void Typed_keys_are_found_with_their_account_and_without_their_secret()
    {
        _desk.Keyring.Write(CredentialVault.NameOfKeys("work"), new StoredKeys("AKIA0", "very-secret", null, "111122223333", "eu-west-1"));

        var work = _desk.Identities.Get("keyring:work");

        Assert.Equal(("111122223333", "eu-west-1"), (work.AccountId, work.Region));
        Assert.DoesNotContain("very-secret", $"{work.Origin}{work.Problem}{work}", StringComparison.Ordinal);
        Assert.Contains("work2", Assert.Throws<SignInException>(() => _desk.Identities.Get("keyring:work2")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[dev]\naws_access_key_id AKIA-SECRET\n", "profile:dev", "Line 2 of")]
    [InlineData("[dev]\naws_access_key_id = A\naws_secret_access_key = S\nAKIA-SECRET\n", "profile:dev", "Line 4 of")]
    public void A_damaged_line_is_a_problem_of_its_profile_and_is_not_repeated(string credentials, string id, string words)
    {
        _desk.Credentials = credentials + "[whole]\n" + Keys;

        var problem = _desk.Identities.Get(id).Problem;

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("AKIA-SECRET", problem, StringComparison.Ordinal);
        Assert.Null(_desk.Identities.Get("profile:whole").Problem);
    }

    [Theory]
    [InlineData("[dev\nx = 1\n", "Line 1 of")]
    [InlineData("\n# fine\nx = 1\n", "Line 3 of")]
    [InlineData("  x = 1\n", "Line 1 of")]
    public void A_line_of_no_profile_is_a_problem_of_the_file(string credentials, string words)
    {
        _desk.Credentials = credentials + "[whole]\n" + Keys;

        Assert.Contains(_desk.Identities.Problems, problem => problem.StartsWith(words, StringComparison.Ordinal));
        Assert.Null(_desk.Identities.Get("profile:whole").Problem);
    }

    [Theory]
    [InlineData("[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n", "Circular source_profile settings: a → b → a")]
    [InlineData("[profile a]\nrole_arn = r\nsource_profile = nobody\n", "'nobody', which doesn't exist")]
    [InlineData("[profile a]\nrole_arn = r\nsource_profile = a\n", "its own source_profile")]
    [InlineData("[profile a]\nrole_arn = r\n", "no source of credentials")]
    [InlineData("[profile a]\nrole_arn = r\ncredential_source = Moon\n", "'Moon'")]
    [InlineData("[profile a]\nrole_arn = r\nweb_identity_token_file = /no/such/file\n", "/no/such/file")]
    [InlineData("[profile a]\naws_access_key_id = A\n", "no aws_secret_access_key")]
    [InlineData("[profile a]\noutput = json\n", "has no credentials")]
    [InlineData("[profile a]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n", "refers to the sso-session 'corp'")]
    [InlineData("[profile a]\nsso_start_url = https://corp.example\nsso_region = eu-west-1\n", "sso_account_id")]
    public void A_profile_that_can_t_be_used_says_why(string config, string words)
    {
        _desk.Config = config;

        Assert.Contains(words, _desk.Identities.Get("profile:a").Problem, StringComparison.Ordinal);
        Assert.Throws<SignInException>(() => new SignIn(_desk.Context).Prepare(_desk.Identities.Get("profile:a")));
    }

    [Fact]
    public void A_role_tells_its_account_and_what_it_stands_on()
    {
        _desk.Config = "[profile a]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = base\nmfa_serial = m\n[profile base]\n" + Keys;

        var role = _desk.Identities.Get("profile:a");

        Assert.Equal(("111122223333", null), (role.AccountId, role.Problem));
        Assert.StartsWith("role arn:aws:iam::111122223333:role/x over profile base with MFA", role.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_gives_keys_is_not_shown_as_it_may_hold_a_secret()
    {
        _desk.Config = "[profile a]\ncredential_process = tool --password canary\n";

        Assert.DoesNotContain("canary", _desk.Identities.Get("profile:a").Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dev", "Did you mean profile:dev?")]
    [InlineData("bogus", "`pockitect accounts`")]
    [InlineData("profile:bogus", "Profiles: dev")]
    [InlineData("env", "AWS_ACCESS_KEY_ID is not set")]
    [InlineData("container", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")]
    [InlineData("instance", "AWS_EC2_METADATA_DISABLED")]
    public void An_identity_that_is_not_there_is_named_in_the_error(string id, string words)
    {
        _desk.Credentials = $"[dev]\n{Keys}";

        Assert.Contains(words, Assert.Throws<SignInException>(() => _desk.Identities.Get(id)).Message, StringComparison.Ordinal);
    }

    private void SetAll()
    {
        _desk.Variables.Clear();
        _desk.Variables["AWS_ACCESS_KEY_ID"] = "AKIA1";
        _desk.Variables["AWS_SECRET_ACCESS_KEY"] = "secret";
        _desk.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = _desk.Write("token", "token");
        _desk.Variables["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/x";
        _desk.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/x";
        _desk.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1";
    }
}
