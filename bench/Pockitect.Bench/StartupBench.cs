using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Pockitect.Testing;

namespace Pockitect.Bench;

/// <summary>One command that is measured as a whole process.</summary>
/// <param name="ExitCode">The one by which it says that all went well.</param>
internal sealed record Measured(string Title, string Program, IReadOnlyList<string> Arguments, int ExitCode = 0);

/// <summary>What one process took.</summary>
/// <param name="PeakMegabytes">The most memory it held at one time (resident set), in MB of 1024² bytes.</param>
internal sealed record Footprint(TimeSpan Wall, TimeSpan Cpu, double PeakMegabytes);

/// <summary>Runs whole processes of the program, and of one that does nothing, in turns, and compares what they take.</summary>
internal static class StartupBench
{
    private const int Rounds = 15;

    // Measures a process's peak of memory, which it tells when the process has ended.
    private const string Time = "/usr/bin/time";

    /// <param name="pockitect">The program as ./run builds it.</param>
    /// <param name="hello">The program that only writes a line, built the same way.</param>
    public static async Task RunAsync(string pockitect, string hello, TextWriter output, CancellationToken ct)
    {
        if (!File.Exists(Time)) throw new InvalidOperationException($"{Time} is missing; install the package 'time'.");
        var home = Directory.CreateTempSubdirectory("pockitect-bench-");
        try
        {
            var sample = Repository.At("samples/high-availability.yaml");
            var projects = Directory.CreateDirectory(Path.Combine(home.FullName, "sandbox", "projects")).FullName;
            File.Copy(sample, Path.Combine(projects, "high-availability.yaml"));
            await FillSandboxAsync(pockitect, home.FullName, ct);

            Measured[] commands =
            [
                new("a console app that writes one line", hello, []),
                new("`--help`", pockitect, ["--help"]),
                new("`validate`", pockitect, ["validate", sample]),
                new("`plan`", pockitect, ["--sandbox", "plan", "high-availability"], ExitCode: 3),
                new("`scan`", pockitect, ["--sandbox", "scan"]),
            ];
            var footprints = commands.ToDictionary(command => command, _ => new List<Footprint>());
            // In turns, so that whatever else the machine does meets all of them alike; the first round warms up.
            for (var round = 0; round <= Rounds; round++)
            {
                foreach (var command in commands)
                {
                    var footprint = await MeasureAsync(command, home.FullName, ct);
                    if (round > 0) footprints[command].Add(footprint);
                }
            }

            StartupReport.Write(output, [.. commands.Select(command => (command.Title, (IReadOnlyList<Footprint>)footprints[command]))]);
        }
        finally
        {
            await RunAsync(pockitect, ["sandbox", "stop"], home.FullName, CancellationToken.None);
            home.Delete(recursive: true);
        }
    }

    /// <summary>Starts a sandbox and puts resources of every type into 17 Regions, for the scan to find.</summary>
    private static async Task FillSandboxAsync(string pockitect, string home, CancellationToken ct)
    {
        var started = await RunAsync(pockitect, ["sandbox", "start", "--clock", "instant", "--json"], home, ct);
        var endpoint = (string?)JsonNode.Parse(started.Output)?["endpoint"] ?? throw new InvalidOperationException(started.Errors);
        var python = Environment.GetEnvironmentVariable("POCKITECT_PYTHON") is { Length: > 0 } named ? named : "python3";
        var seeded = await RunAsync(python, [Repository.At("sandbox/seed.py"), "--endpoint", endpoint, "--seed", "1"], home, ct);
        if (seeded.ExitCode != 0) throw new InvalidOperationException(seeded.Errors);
    }

    private static async Task<Footprint> MeasureAsync(Measured command, string home, CancellationToken ct)
    {
        var told = Path.Combine(home, "time.txt");
        var began = Stopwatch.GetTimestamp();
        var (exitCode, _, errors) = await RunAsync(Time, ["--quiet", "-o", told, "-f", "%M %U %S", command.Program, .. command.Arguments], home, ct);
        var wall = Stopwatch.GetElapsedTime(began);
        if (exitCode != command.ExitCode) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{command.Title} ended with {exitCode}: {errors}"));
        var numbers = (await File.ReadAllTextAsync(told, ct)).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new Footprint(wall, TimeSpan.FromSeconds(numbers[1] + numbers[2]), numbers[0] / 1024);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IReadOnlyList<string> arguments, string home, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POCKITECT_HOME"] = home },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await errors);
    }
}
