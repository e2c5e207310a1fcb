using System.Globalization;
using Pockitect.Core.Planning;

namespace Pockitect.Bench;

/// <summary>What the deploys came to, as Markdown.</summary>
internal static class DeployReport
{
    public static void Write(TextWriter output, IReadOnlyList<DeployRun> runs, int latencyMs)
    {
        var run = runs.OrderBy(candidate => candidate.Wall).ElementAt(runs.Count / 2);
        var made = run.Plan.Changes.Where(change => change.Action is ChangeAction.Create).ToList();
        var path = run.Path;
        var onPath = run.Calls.Where(call => path.Steps.Any(step => step.Id == call.StepId)).ToList();
        var mutating = run.Calls.Count(call => call.Mutating);
        var least = made.Sum(change => LeastCalls.ToMake(change.Desired!)); // What is created is desired.
        var reads = run.Calls.Count - mutating;

        Line(output, $"Sample `{run.Sample}`: {made.Count} resources, {run.Plan.Steps.Count} steps, {latencyMs} ms latency added to every answer.");
        Line(output, $"The run of median wall time, of {runs.Count}; wall time ÷ critical path of all: {string.Join(", ", runs.Select(each => Ratio(each.Wall, each.Path.Length)).Order(StringComparer.Ordinal))}.");
        Machine.Write(output);
        Line(output, $"");
        Line(output, $"| | |");
        Line(output, $"|---|---:|");
        Line(output, $"| wall time of the execution | {run.Wall.TotalSeconds:0.00} s |");
        Line(output, $"| critical path of its own calls ({path.Steps.Count} steps, {onPath.Count} calls) | {path.Length.TotalSeconds:0.00} s |");
        Line(output, $"| **wall ÷ critical path** | **{Ratio(run.Wall, path.Length)}** |");
        Line(output, $"| all calls' time together, one after another | {run.Calls.Sum(call => CallRecorder.Busy([call]).TotalSeconds):0.00} s |");
        Line(output, $"| changing calls made | {mutating} |");
        Line(output, $"| changing calls, the least possible | {least} |");
        Line(output, $"| **made ÷ least** | **{(double)mutating / least:0.00}** |");
        Line(output, $"| reading calls | {reads} |");
        Line(output, $"| reading calls per resource | {(double)reads / made.Count:0.0} |");
        Line(output, $"| calls that AWS refused (asked again later, or an answer in itself) | {run.Calls.Count(call => call.Failed)} |");
        Line(output, $"| planning, before it ({run.PlanningCalls} calls, all reading) | {run.Planning.TotalSeconds:0.00} s |");
        Line(output, $"");
        WriteTypes(output, run, made);
        Line(output, $"");
        WritePath(output, run);
    }

    private static void WriteTypes(TextWriter output, DeployRun run, List<PlannedChange> made)
    {
        var typeOf = run.Plan.Steps.ToDictionary(step => step.Id, step => step.Type, StringComparer.Ordinal);
        Line(output, $"| type | resources | changing calls | least | reading calls | per resource |");
        Line(output, $"|---|---:|---:|---:|---:|---:|");
        foreach (var group in made.GroupBy(change => change.Type))
        {
            var calls = run.Calls.Where(call => typeOf[call.StepId!] == group.Key).ToList(); // No call is without a step: DeployBench sees to it.
            var reads = calls.Count(call => !call.Mutating);
            var least = group.Sum(change => LeastCalls.ToMake(change.Desired!)); // What is created is desired.
            Line(output, $"| {group.Key.ShortName} | {group.Count()} | {calls.Count - reads} | {least} | {reads} | {(double)reads / group.Count():0.0} |");
        }
    }

    private static void WritePath(TextWriter output, DeployRun run)
    {
        Line(output, $"| step on the critical path | its calls | their time |");
        Line(output, $"|---|---|---:|");
        foreach (var step in run.Path.Steps)
        {
            var calls = run.Calls.Where(call => call.StepId == step.Id).OrderBy(call => call.Began).ToList();
            var actions = string.Join(", ", calls.Select(call => call.Failed ? $"{call.Action} (refused)" : call.Action));
            Line(output, $"| {step.Id} | {actions} | {CallRecorder.Busy(calls).TotalMilliseconds:0} ms |");
        }
    }

    private static string Ratio(TimeSpan time, TimeSpan least) => (time / least).ToString("0.00", CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
