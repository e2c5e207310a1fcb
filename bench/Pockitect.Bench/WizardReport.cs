using System.Globalization;

namespace Pockitect.Bench;

/// <summary>What a keystroke in the wizard took, as Markdown, beside what it may take.</summary>
internal static class WizardReport
{
    public static void Write(TextWriter output, IReadOnlyList<WizardRun> runs)
    {
        Line(output, $"# `bench/wizard`");
        Line(output, $"");
        Line(output, $"From a key pressed in the field of a database's name to what follows it, in Chromium without a screen, 1280 × 860; {runs[0].Painted.Count} keystrokes each. Times in ms: the median, and the slowest.");
        Machine.Write(output);
        Line(output, $"");
        Line(output, $"| | goal | {string.Join(" | ", runs.Select(run => string.Create(CultureInfo.InvariantCulture, $"`{run.Title}`, {run.Resources} tiles")))} |");
        Line(output, $"|---|---:|{string.Concat(runs.Select(_ => "---:|"))}");
        Row("the YAML has it", "", run => run.Text);
        Row("the diagram has it", "", run => run.Diagram);
        Row("the price has it", "", run => run.Price);
        Row("form, diagram, YAML and price are painted", "80", run => run.Painted);

        void Row(string what, string goal, Func<WizardRun, IReadOnlyList<double>> times) => Line(output, $"| {what} | {goal} | {string.Join(" | ", runs.Select(run => Words(times(run))))} |");
    }

    private static string Words(IReadOnlyList<double> times)
    {
        double[] sorted = [.. times.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0}, {sorted[^1]:0}");
    }

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
