using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Pockitect.Core.Files;

namespace Pockitect.Bench;

/// <summary>What came of edits that were made by all means at once.</summary>
/// <param name="Edits">How many were made by others than this process.</param>
/// <param name="Own">How many writes were this process's own.</param>
/// <param name="Lost">Edits that were not told within ten seconds.</param>
/// <param name="Twice">Tellings beyond one for each edit.</param>
/// <param name="Woken">Own writes that were told as another's.</param>
/// <param name="Seconds">From each edit's end until it was told.</param>
/// <param name="Idle">Processor time of 20 s in which nothing happens.</param>
internal sealed record WatchRun(string Title, int Edits, int Own, int Lost, int Twice, int Woken, IReadOnlyList<double> Seconds, TimeSpan Idle);

/// <summary>Edits files as people and their editors do, and looks whether each edit is told, once, and when.</summary>
internal static class WatchBench
{
    private const int Files = 20;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan idle = TimeSpan.FromSeconds(20);

    private static readonly Action<string, string>[] means =
    [
        File.WriteAllText,
        InPieces,
        (path, text) => File.AppendAllText(path, text),
        (path, _) => File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMilliseconds(1)),
        BesideAndOver,
        AwayAndAnew,
        (path, text) => { File.Delete(path); File.WriteAllText(path, text); },
    ];

    public static async Task<int> RunAsync(int edits, TextWriter output, CancellationToken ct)
    {
        WatchRun[] runs = [await RunAsync("events", edits, hasEvents: true, ct), await RunAsync("polling", edits, hasEvents: false, ct)];
        Line(output, $"# `bench/watch {edits}`");
        Line(output, $"");
        Line(output, $"{Files} files at once; each is written in one go, in pieces, appended to, touched, replaced by a file written beside it, renamed away and written anew, removed and written anew, moved out and in, and renamed; and written by the watching process itself.");
        Machine.Write(output);
        Line(output, $"");
        Line(output, $"| | {string.Join(" | ", runs.Select(run => run.Title))} |");
        Line(output, $"|---|{string.Concat(runs.Select(_ => "---:|"))}");
        Row("changes by others", run => $"{run.Edits}");
        Row("lost", run => $"{run.Lost}");
        Row("told twice", run => $"{run.Twice}");
        Row("writes of its own", run => $"{run.Own}");
        Row("of these told as another's", run => $"{run.Woken}");
        Row("until told: median, ms", run => Milliseconds(run, 0.5));
        Row("until told: 99 of 100, ms", run => Milliseconds(run, 0.99));
        Row("until told: the slowest, ms", run => Milliseconds(run, 1));
        Row("processor time of 20 s in which nothing happens, ms", run => run.Idle.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        return runs.All(run => run is { Lost: 0, Twice: 0, Woken: 0 } && run.Seconds.All(seconds => seconds < 1)) ? 0 : 1;

        void Row(string what, Func<WatchRun, string> value) => Line(output, $"| {what} | {string.Join(" | ", runs.Select(value))} |");
    }

    private static async Task<WatchRun> RunAsync(string title, int edits, bool hasEvents, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("pockitect-bench-");
        try
        {
            for (var file = 0; file < Files; file++) await File.WriteAllTextAsync(PathOf(folder, file), $"project: {{name: site-{file}}}\n", ct);
            using var watcher = new FolderWatcher(folder.FullName, "*.yaml", TimeProvider.System, NullLogger<FolderWatcher>.Instance, hasEvents);
            var lanes = Enumerable.Range(0, Files).Select(file => new Lane(folder, file, edits / Files)).ToList();
            watcher.Changed += change => lanes.Find(lane => change.Concerns(lane.Name) || change.Concerns(lane.OtherName))!.Hear(change);
            await Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.RunAsync(ct), ct)));
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await Task.Delay(idle, ct);
            return new WatchRun(
                title, lanes.Sum(lane => lane.Edits), lanes.Sum(lane => lane.Own), lanes.Sum(lane => lane.Lost), lanes.Sum(lane => lane.Surplus), lanes.Sum(lane => lane.Woken),
                [.. lanes.SelectMany(lane => lane.Seconds)], Process.GetCurrentProcess().TotalProcessorTime - before);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string PathOf(DirectoryInfo folder, int file) => Path.Combine(folder.FullName, $"site-{file}.yaml");

    private static void InPieces(string path, string text)
    {
        using var file = new StreamWriter(path);
        foreach (var letter in text)
        {
            file.Write(letter);
            file.Flush();
        }
    }

    private static void BesideAndOver(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static void AwayAndAnew(string path, string text)
    {
        File.Move(path, path + "~", overwrite: true);
        File.WriteAllText(path, text);
    }

    private static string Milliseconds(WatchRun run, double part)
    {
        double[] sorted = [.. run.Seconds.Order()];
        return (sorted[(int)Math.Ceiling(part * sorted.Length) - 1] * 1000).ToString("0", CultureInfo.InvariantCulture);
    }

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>One file, edited again as soon as the edit before was told.</summary>
    private sealed class Lane(DirectoryInfo folder, int number, int edits)
    {
        private readonly Random _random = new(number);
        private readonly Channel<(FileChange Change, long At)> _heard = Channel.CreateUnbounded<(FileChange, long)>();

        public string Name { get; } = $"site-{number}.yaml";

        public string OtherName { get; } = $"moved-{number}.yaml";

        public int Edits { get; private set; }

        public int Own { get; private set; }

        public int Lost { get; private set; }

        public int Woken { get; private set; }

        /// <summary>What was told and not waited for.</summary>
        public int Surplus => _heard.Reader.Count;

        public List<double> Seconds { get; } = [];

        public void Hear(FileChange change) => _heard.Writer.TryWrite((change, Stopwatch.GetTimestamp()));

        public async Task RunAsync(CancellationToken ct)
        {
            var (path, other, outside) = (Path.Combine(folder.FullName, Name), Path.Combine(folder.FullName, OtherName), Path.Combine(folder.FullName, Name + ".out"));
            while (Edits < edits)
            {
                switch (_random.Next(means.Length + 3))
                {
                    case var one when one < means.Length:
                        await MakeAsync(() => means[one](path, $"project: {{name: site-{number}}} # {Edits}\n"), ct);
                        break;
                    case var two when two == means.Length:
                        await MakeAsync(() => File.Move(path, outside), ct);
                        await MakeAsync(() => File.Move(outside, path), ct);
                        break;
                    case var three when three == means.Length + 1:
                        await MakeAsync(() => File.Move(path, other), ct);
                        await MakeAsync(() => File.Move(other, path), ct);
                        break;
                    default:
                        await AtomicFile.WriteAsync(path, $"project: {{name: site-{number}}} # own {Own}\n", ct);
                        Own++;
                        if (await HearAsync(ct) is { Change.IsOwn: false }) Woken++;
                        break;
                }

                await Task.Delay(_random.Next(50), ct);
            }
        }

        private async Task MakeAsync(Action edit, CancellationToken ct)
        {
            edit();
            var made = Stopwatch.GetTimestamp();
            Edits++;
            if (await HearAsync(ct) is { } heard) Seconds.Add(Stopwatch.GetElapsedTime(made, heard.At).TotalSeconds);
            else Lost++;
        }

        /// <returns>Null when nothing was told for as long as anybody would wait.</returns>
        private async Task<(FileChange Change, long At)?> HearAsync(CancellationToken ct)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
            late.CancelAfter(patience);
            try
            {
                return await _heard.Reader.ReadAsync(late.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}
