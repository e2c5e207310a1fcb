using System.Globalization;

namespace Pockitect.Bench;

/// <summary>What the processes took, as Markdown; the first is what the others are compared with.</summary>
internal static class StartupReport
{
    public static void Write(TextWriter output, IReadOnlyList<(string Title, IReadOnlyList<Footprint> Footprints)> commands)
    {
        var bare = commands[0].Footprints;
        Line(output, $"Whole processes, {bare.Count} rounds in turns after a warm-up round. Times in ms, memory in MB; × is the median beside that of the first row.");
        Line(output, $"");
        Line(output, $"| | wall: median | min | max | × | CPU: median | peak memory: median | max | × |");
        Line(output, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (title, footprints) in commands)
        {
            double[] walls = [.. footprints.Select(Wall).Order()];
            double[] peaks = [.. footprints.Select(Peak).Order()];
            Line(output, $"| {title} | {Median(walls):0} | {walls[0]:0} | {walls[^1]:0} | {Median(walls) / Median(bare.Select(Wall)):0.0} | {Median(footprints.Select(Cpu)):0} | {Median(peaks):0} | {peaks[^1]:0} | {Median(peaks) / Median(bare.Select(Peak)):0.0} |");
        }
    }

    private static double Wall(Footprint footprint) => footprint.Wall.TotalMilliseconds;

    private static double Cpu(Footprint footprint) => footprint.Cpu.TotalMilliseconds;

    private static double Peak(Footprint footprint) => footprint.PeakMegabytes;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
