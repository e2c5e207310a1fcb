using System.Diagnostics;
using Pockitect.Aws.Ec2.Parts;

namespace Pockitect.Aws.Tests.Ec2;

public sealed class OpenSshKeyTests
{
    [Theory]
    [InlineData("ed25519", "ssh-ed25519 ")]
    [InlineData("rsa", "ssh-rsa ")]
    public async Task OpenSSH_itself_reads_the_same_public_key_from_the_private_one(string keyType, string algorithm)
    {
        using var folder = new TemporaryFolder();
        var line = await KeyFiles.PublicLineAsync(folder.Path, "web", keyType, TestContext.Current.CancellationToken);
        Assert.StartsWith(algorithm, line, StringComparison.Ordinal);

        var said = await SshKeygenAsync("-y", "-P", "", "-f", Path.Combine(folder.Path, "web"));

        Assert.Equal($"{line} web", said.Trim());
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    public async Task OpenSSH_signs_with_the_key_and_verifies_with_its_public_half(string keyType)
    {
        using var folder = new TemporaryFolder();
        var ct = TestContext.Current.CancellationToken;
        var line = await KeyFiles.PublicLineAsync(folder.Path, "web", keyType, ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "message"), "hello", ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "allowed"), $"me {line}\n", ct);

        await SshKeygenAsync("-Y", "sign", "-n", "test", "-f", Path.Combine(folder.Path, "web"), Path.Combine(folder.Path, "message"));
        var found = await SshKeygenAsync("-Y", "find-principals", "-f", Path.Combine(folder.Path, "allowed"), "-s", Path.Combine(folder.Path, "message.sig"));

        Assert.Equal("me", found.Trim());
    }

    [Fact]
    public void Two_keys_are_never_the_same() =>
        Assert.NotEqual(OpenSshKey.PublicLine(OpenSshKey.Generate("ed25519", "a")), OpenSshKey.PublicLine(OpenSshKey.Generate("ed25519", "a")));

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("")]
    public void What_is_no_whole_OpenSSH_key_is_refused(string text) => Assert.Throws<FormatException>(() => OpenSshKey.PublicLine(text));

    private static async Task<string> SshKeygenAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using (var process = Process.Start(start))
        {
            Assert.NotNull(process);
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var complaint = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, complaint);
            return said;
        }
    }
}
