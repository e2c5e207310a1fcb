using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pockitect.Core.Commands.Bus;
using Pockitect.Core.Faults;
using Pockitect.Testing;

namespace Pockitect.Redis.Tests;

/// <summary>Who is let in, and what is believed.</summary>
public sealed class SecurityTests(RedisFixture redis)
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_tls_a_user_and_a_password_it_works_and_without_it_says_what_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var (authority, certificate, key) = MakeCertificates(folder.Data.Root);
        await using var server = await RedisServer.StartTlsAsync(
            Ct, "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority, "--tls-auth-clients", "no",
            "--requirepass", "open sesame", "--user", "team", "on", ">pass", "~pockitect:*", "&pockitect:*", "+@all", "-@dangerous", "+client|setname", "+info");
        var good = $"rediss://team:pass@localhost:{server.Port}?ca={Uri.EscapeDataString(authority)}";

        await using (var connection = await RedisConnection.OpenAsync(RedisOptions.Parse(good), TimeProvider.System, Ct))
        {
            var work = new RedisWork(connection, "1", new Core.Tests.Fakes.FakeCloud().Catalog, WorkerProfile.OfThisProcess("1"), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, RedisFixture.Quick);
            await using var closing = work;
            await work.Bus.SendAsync(Envelope.Command(new Keep(), "shop", TimeProvider.System.GetUtcNow()), Ct);
            await using var commands = work.Bus.CommandsAsync(Ct).GetAsyncEnumerator(Ct);
            Assert.True(await commands.MoveNextAsync());
            await commands.Current.EndAsync(commands.Current.Command.Answer(new Completed("done"), TimeProvider.System.GetUtcNow()));
            var (lease, _) = await work.Projects.TryTakeAsync("shop", "deploy", null, Ct);
            await lease!.DisposeAsync();
        }

        Assert.Contains("invalid user or password", await WhyNotAsync(good.Replace(":pass@", ":other@", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("untrusted certificate", await WhyNotAsync(good[..good.IndexOf('?', StringComparison.Ordinal)]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_worker_can_not_read_is_refused_with_what_to_do()
    {
        await using var computer = await RedisFixture.JoinAsync(redis.Server, _prefix);
        var keys = new Keys(_prefix, "111122223333");
        var db = computer.Redis.Database;
        using var heard = computer.Work.Bus.Subscribe(fromStart: true);
        await db.StreamAddAsync(keys.Commands, [new("v", 2), new("id", "newer"), new("m", "{}")]);
        await db.StreamAddAsync(keys.Commands, [new("v", 1), new("id", "broken"), new("m", "{")]);
        await db.StreamAddAsync(keys.Commands, [new("x", "nothing of ours")]);
        var good = Envelope.Command(new Keep(), "shop", TimeProvider.System.GetUtcNow());
        await computer.Work.Bus.SendAsync(good, Ct);

        await using var commands = computer.Work.Bus.CommandsAsync(Ct).GetAsyncEnumerator(Ct);
        await commands.MoveNextAsync();
        var refused = await heard.ReadAllAsync(Ct).Take(2).ToListAsync(Ct);

        Assert.Equal(good.Id, commands.Current.Command.Id);
        Assert.Equal(["newer", "broken"], refused.Select(status => status.RequestId));
        Assert.Contains("newer Pockitect", Assert.IsType<Failed>(refused[0].Data).Reason, StringComparison.Ordinal);
        Assert.Equal(1, await db.StreamLengthAsync(keys.Commands));
    }

    [Fact]
    public async Task A_client_that_can_not_read_its_answer_is_told_to_upgrade()
    {
        await using var computer = await RedisFixture.JoinAsync(redis.Server, _prefix);
        using var heard = computer.Work.Bus.Subscribe();

        await computer.Redis.Database.StreamAddAsync(new Keys(_prefix, "111122223333").Status, [new("v", 2), new("id", "r1"), new("m", "{}")]);
        var status = await heard.ReadAllAsync(Ct).FirstAsync(Ct);

        Assert.Equal("r1", status.RequestId);
        Assert.Contains("newer Pockitect", Assert.IsType<Failed>(status.Data).Reason, StringComparison.Ordinal);
    }

    private static async Task<string> WhyNotAsync(string address) =>
        (await Assert.ThrowsAsync<FaultException>(() => RedisConnection.OpenAsync(RedisOptions.Parse(address), TimeProvider.System, Ct))).Message;

    private static (string Authority, string Certificate, string Key) MakeCertificates(string folder)
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=tests", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signed = authority.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(signed, from, to, [1, 2, 3]);

        string Write(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        return (Write("ca.pem", signed.ExportCertificatePem()), Write("cert.pem", certificate.ExportCertificatePem()), Write("key.pem", key.ExportPkcs8PrivateKeyPem()));
    }
}
