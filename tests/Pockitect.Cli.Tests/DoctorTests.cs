using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pockitect.Cli.Doctor;
using Pockitect.Cli.Host;
using Pockitect.Cli.Interaction;
using Pockitect.Testing;
using Pockitect.Web.Window;

namespace Pockitect.Cli.Tests;

public sealed class DoctorTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, true)]
    [InlineData(239, true)]
    [InlineData(-239, true)]
    [InlineData(241, false)]
    [InlineData(-241, false)]
    public void A_clock_may_be_four_minutes_off(int seconds, bool isGood)
    {
        var check = AwsChecks.Clock(Now.AddSeconds(seconds), Now);

        Assert.Equal(isGood ? Health.Good : Health.Broken, check.Health);
        Assert.Equal(isGood, check.Fix is null);
    }

    [Fact]
    public async Task The_clock_is_compared_with_what_the_endpoint_says_and_the_endpoint_is_named_with_its_variable()
    {
        using var terminal = new Terminal();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var endpoint = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/";
        var answering = AnswerAsync(server, Now.AddMinutes(-10));

        var checks = await ChecksAsync(terminal, new() { ["AWS_ENDPOINT_URL"] = endpoint }).Take(2).ToListAsync(Ct);
        await answering;

        Assert.Equal((Health.Good, $"{endpoint} (from AWS_ENDPOINT_URL) answers"), (checks[0].Health, checks[0].Words));
        Assert.Equal(("clock", Health.Broken), (checks[1].What, checks[1].Health));
        Assert.Contains("600 s ahead", checks[1].Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_told_and_breaks_nothing()
    {
        using var terminal = new Terminal();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var check = await ChecksAsync(terminal, new() { ["AWS_ENDPOINT_URL_STS"] = $"http://127.0.0.1:{port}/" }).FirstAsync(Ct);

        Assert.Equal(("endpoint", Health.Missing), (check.What, check.Health));
        Assert.Contains("(from AWS_ENDPOINT_URL_STS) does not respond", check.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_others_can_look_into_is_broken_and_the_fix_mends_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var terminal = new Terminal();
        var invocation = Invoked(terminal, []);
        File.SetUnixFileMode(invocation.Folder.Root, (UnixFileMode)0b111_101_101);

        var broken = await ComputerChecks.AllAsync(invocation, Ct).SingleAsync(check => check.What == "rights", Ct);
        File.SetUnixFileMode(invocation.Folder.Root, (UnixFileMode)0b111_000_000);
        var mended = await ComputerChecks.AllAsync(invocation, Ct).SingleAsync(check => check.What == "rights", Ct);

        Assert.Equal((Health.Broken, $"chmod 700 '{invocation.Folder.Root}'"), (broken.Health, broken.Fix));
        Assert.Equal(Health.Good, mended.Health);
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    public void A_disk_needs_room_for_journals(long mebibytes, bool isGood) =>
        Assert.Equal(isGood ? Health.Good : Health.Broken, ComputerChecks.Space("/data", mebibytes << 20).Health);

    [Fact]
    public void A_browser_is_found_on_the_path_and_a_snap_is_none()
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = Directory.CreateTempSubdirectory("pockitect-browser-");
        try
        {
            Assert.Null(Browsers.Find(_ => folder.FullName));
            File.CreateSymbolicLink(Path.Combine(folder.FullName, "google-chrome"), "/snap/bin/none");
            Assert.Null(Browsers.Find(_ => folder.FullName));

            var chromium = Path.Combine(folder.FullName, "chromium");
            File.WriteAllText(chromium, "");

            Assert.Equal(chromium, Browsers.Find(name => name == "PATH" ? $"/nowhere:{folder.FullName}" : null));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Guard_rails_that_cannot_be_read_are_broken()
    {
        using var terminal = new Terminal();
        var invocation = Invoked(terminal, []);
        await File.WriteAllTextAsync(Path.Combine(invocation.Folder.Root, "settings.yaml"), "default: 5\n", Ct);

        var check = AwsChecks.GuardRails(invocation);

        Assert.Equal(Health.Broken, check.Health);
        Assert.Contains("settings.yaml:1:10", check.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redis_that_is_named_is_looked_at_and_no_secret_is_told()
    {
        using var terminal = new Terminal();
        await using var server = await RedisServer.StartAsync(Ct);

        var good = Assert.Single(await RedisAsync(terminal, server.Address));
        Assert.Equal(Health.Good, good.Health);
        Assert.StartsWith($"{server.Address}/0 responds: Redis ", good.Words, StringComparison.Ordinal);
        Assert.Equal(Health.Good, Assert.Single(await RedisAsync(terminal, "")).Health);
        foreach (var address in (string[])["redis://user:hunter2@127.0.0.1:1", "http://user:hunter2@there"])
        {
            var broken = Assert.Single(await RedisAsync(terminal, address));
            Assert.Equal(Health.Broken, broken.Health);
            Assert.DoesNotContain("hunter2", $"{broken}", StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<Check>> RedisAsync(Terminal terminal, string address) =>
        await RedisChecks.AllAsync(Invoked(terminal, new() { ["POCKITECT_REDIS"] = address }), Ct).ToListAsync(Ct);

    private static IAsyncEnumerable<Check> ChecksAsync(Terminal terminal, Dictionary<string, string> variables) =>
        AwsChecks.ReachAsync(Invoked(terminal, variables), Ct);

    private static Invocation Invoked(Terminal terminal, Dictionary<string, string> variables) => new(new HostEnvironment
    {
        In = TextReader.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
        Variable = variables.GetValueOrDefault,
        Home = () => new Core.Files.DataFolder(terminal.Home),
        PythonFolder = "",
        Time = new FakeTimeProvider(Now),
    });

    /// <summary>Answers one request, and says what time it is there.</summary>
    private static async Task AnswerAsync(TcpListener server, DateTimeOffset time)
    {
        using var client = await server.AcceptTcpClientAsync(Ct);
        await using var stream = client.GetStream();
        var buffer = new byte[4096];
        _ = await stream.ReadAsync(buffer, Ct);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nDate: {time:R}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Ct);
    }
}
