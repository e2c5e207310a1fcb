using System.ComponentModel.DataAnnotations;
using Amazon.EC2;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class KeyPairTests : LifeTest, IDisposable
{
    private const string OwnKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPSkd2d+H0gPaU6WmgmOcRUbLo0KQ9R/r2WEkvUjTSvN";

    private readonly TemporaryFolder folder = new();

    public KeyPairTests(SandboxFixture sandbox)
        : base(sandbox)
    {
    }

    // Not there before the first key, and below a folder that is not there either.
    private string Keys => Path.Combine(folder.Path, "data", "keys");

    private KeyPairType Type => new(Aws, Keys);

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    public async Task A_generated_key_pair_lives_from_create_to_delete(string keyType)
    {
        var spec = new KeyPair { KeyName = $"web-{Guid.NewGuid():N}", KeyType = keyType };

        var key = await CreateAsync(Type, spec, How("login"));
        Assert.Equal(spec.KeyName, key.Id);
        Assert.Equal(Phase.Ready, key.Phase);
        Assert.StartsWith("key-", key.Outputs["KeyPairId"], StringComparison.Ordinal);
        Assert.EndsWith(key.Outputs["KeyPairId"], key.Arn, StringComparison.Ordinal);

        var listed = await ListedAsync(Type, key.Id);
        Assert.Equal(key.Spec, listed.Spec);
        Assert.Equal("login", listed.Tags[OwnershipTags.Resource]);

        await DeleteAsync(Type, key.Id);
        Assert.True(File.Exists(Path.Combine(Keys, key.Id)), "Only a person may delete a private key.");
        AssertPermitted();
    }

    [Fact]
    public async Task The_private_key_is_on_disk_for_its_owner_alone_and_nowhere_else()
    {
        var key = await CreateAsync(Type, new KeyPair());

        var files = Directory.GetFiles(Keys).Select(Path.GetFileName).Order();
        Assert.Equal([key.Id, $"{key.Id}.pub"], files);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Keys, key.Id)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Keys));
        }

        var publicLine = await File.ReadAllTextAsync(Path.Combine(Keys, $"{key.Id}.pub"), Ct);
        Assert.Equal($"{((KeyPair)key.Spec).PublicKeyMaterial} {key.Id}\n", publicLine);
        Assert.DoesNotContain(key.Outputs.Values, value => value.Contains("PRIVATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_attempt_imports_the_key_of_the_first()
    {
        var how = How();
        var kept = await KeyFiles.PublicLineAsync(Keys, how.UniqueName, "ed25519", Ct);
        var privateKey = await File.ReadAllTextAsync(Path.Combine(Keys, how.UniqueName), Ct);

        var key = await CreateAsync(Type, new KeyPair(), how);

        Assert.Equal(how.UniqueName, key.Id);
        Assert.Equal(kept, ((KeyPair)key.Spec).PublicKeyMaterial);
        Assert.Equal(privateKey, await File.ReadAllTextAsync(Path.Combine(Keys, how.UniqueName), Ct));
    }

    [Fact]
    public async Task Many_at_once_agree_on_one_key()
    {
        var lines = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => KeyFiles.PublicLineAsync(Keys, "web", "ed25519", Ct), Ct)));

        Assert.Single(lines.Distinct());
        Assert.Equal(["web", "web.pub"], Directory.GetFiles(Keys).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_key_of_the_persons_own_comes_back_whatever_its_comment()
    {
        var spec = new KeyPair { PublicKeyMaterial = $"{OwnKey}  me@home\n" };

        var key = await CreateAsync(Type, spec);

        Assert.Empty(SpecDiff.Compare(spec, key.Spec));
        Assert.Equal(OwnKey, ((KeyPair)key.Spec).PublicKeyMaterial);
        Assert.Equal("ed25519", ((KeyPair)key.Spec).KeyType);
        Assert.False(Directory.Exists(Keys), "Nothing was generated.");
    }

    [Fact]
    public async Task A_file_that_is_no_key_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Keys);
        await File.WriteAllTextAsync(Path.Combine(Keys, "web"), "mine", Ct);

        var refused = await Assert.ThrowsAsync<AmazonEC2Exception>(() => Type.CreateAsync(Place, new KeyPair { KeyName = "web" }, How(), Ct));

        Assert.Equal(FaultKind.Invalid, AwsFaults.Explain(refused).Kind);
        Assert.Contains(Path.Combine(Keys, "web"), refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(Keys, "web"), Ct));
    }

    [Fact]
    public async Task A_key_on_disk_of_another_type_is_refused()
    {
        await KeyFiles.PublicLineAsync(Keys, "web", "ed25519", Ct);

        await Assert.ThrowsAsync<AmazonEC2Exception>(() => Type.CreateAsync(Place, new KeyPair { KeyName = "web", KeyType = "rsa" }, How(), Ct));
    }

    [Fact]
    public async Task No_name_leads_out_of_the_folder() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Type.CreateAsync(Place, new KeyPair { KeyName = "../web" }, How(), Ct));

    [Theory]
    [InlineData("web", true)]
    [InlineData("web.2-a_b", true)]
    [InlineData("../web", false)]
    [InlineData("web.pub", false)]
    [InlineData("", false)]
    public void Names_are_names_of_files(string name, bool valid)
    {
        var rules = Shape.Of<KeyPair>().Property(nameof(KeyPair.KeyName))!.Constraints;

        Assert.Equal(valid, name.Length > 0 && rules.All((ValidationAttribute rule) => rule.IsValid(name)));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_its_natural_key()
    {
        var key = await CreateAsync(Type, new KeyPair());

        var again = await Assert.ThrowsAsync<AmazonEC2Exception>(() => Type.CreateAsync(Place, key.Spec, How(), Ct));

        Assert.Equal(FaultKind.AlreadyExists, AwsFaults.Explain(again).Kind);
        Assert.Equal(key.Id, Type.NaturalKey(key.Spec, How()));
    }

    [Fact]
    public async Task Tags_are_set_and_removed()
    {
        var key = await CreateAsync(Type, new KeyPair(), How("login"));

        await Type.TagAsync(Place, key.Id, new Dictionary<string, string> { ["Name"] = "main", ["team"] = "blue" }, [], Ct);
        await Type.TagAsync(Place, key.Id, new Dictionary<string, string>(), ["Name"], Ct);

        var tags = (await ReadAsync(Type, key.Id)).Tags;
        Assert.Equal(("blue", "login"), (tags["team"], tags[OwnershipTags.Resource]));
        Assert.DoesNotContain("Name", tags);
    }

    public void Dispose() => folder.Dispose();
}
