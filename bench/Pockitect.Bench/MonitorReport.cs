using System.Globalization;

namespace Pockitect.Bench;

/// <summary>What the window's pages took, as Markdown, beside what they may take.</summary>
internal static class MonitorReport
{
    public static void Write(TextWriter output, IReadOnlyList<ColdStart> starts, IReadOnlyList<MonitorRun> runs, string steps, PictureTimes pictures)
    {
        Line(output, $"# `bench/monitor`");
        Line(output, $"");
        Line(output, $"{MonitorBench.Resources:N0} resources in ten Regions, in Chromium without a screen, 1280 × 860. Times in ms. The deploy was at \"{steps}\" when the last of its column was measured.");
        Machine.Write(output);
        Line(output, $"");
        Line(output, $"| | goal | {string.Join(" | ", runs.Select(run => run.Title))} |");
        Line(output, $"|---|---:|{string.Concat(runs.Select(_ => "---:|"))}");
        Row("search to painted table: median", "100", run => Number(Sorted(run)[Sorted(run).Length / 2]));
        Row($"search to painted table: the slowest of {Sorted(runs[0]).Length}", "", run => Number(Sorted(run)[^1]));
        Row("the longest task while scrolling", "50", run => run.LongestTask == 0 ? "under 50" : Number(run.LongestTask));
        Row("the longest time between two frames while scrolling", "", run => Number(run.LongestFrame));
        Row("the most elements in the table", "300", run => Number(run.MostNodes));
        Row("pick all to painted", "", run => Number(run.SelectAll));
        Line(output, $"");
        Line(output, $"| | goal | median of {starts.Count} | slowest |");
        Line(output, $"|---|---:|---:|---:|");
        Start("start of the program until it listens", "", starts.Select(start => start.Ready));
        Start("start of the program until a page can be used, the browser's own start included", "3000", starts.Select(start => start.Usable));
        Line(output, $"| picture of 600 resources: layout | 20 | {pictures.SixHundred:0.0} | |");
        Line(output, $"| picture of {MonitorBench.Resources:N0} resources in one Region: layout | | {pictures.All:0} | |");

        void Row(string what, string goal, Func<MonitorRun, string> value) => Line(output, $"| {what} | {goal} | {string.Join(" | ", runs.Select(value))} |");

        void Start(string what, string goal, IEnumerable<double> times)
        {
            double[] sorted = [.. times.Order()];
            Line(output, $"| {what} | {goal} | {sorted[sorted.Length / 2]:0} | {sorted[^1]:0} |");
        }
    }

    private static double[] Sorted(MonitorRun run) => [.. run.Filters.Where(time => time > 0).Order()];

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
