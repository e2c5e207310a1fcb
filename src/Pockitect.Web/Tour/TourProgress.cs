using Pockitect.Web.Preferences;

namespace Pockitect.Web.Tour;

/// <summary>What the tour observes of the user's progress.</summary>
/// <param name="Projects">The projects with a blueprint.</param>
/// <param name="Resources">The number of resources of the tour's project in the last scan.</param>
/// <param name="State">The state of the tour's project in the last scan: running, stopped …</param>
/// <param name="Ended">The commands that succeeded on the tour's project: deploy, stop, start, delete.</param>
/// <param name="Path">The current page, without the query.</param>
public sealed record TourFacts(IReadOnlyList<string> Projects, int Resources, string State, IReadOnlySet<string> Ended, string Path);

/// <summary>Marks tour steps as done. A step counts only after all earlier ones.</summary>
public static class TourProgress
{
    /// <summary>A new tour, with no step done.</summary>
    public static TourNote Begin() => new(null, [], false);

    /// <summary>Returns the progress including what happened since; the same instance if nothing changed.</summary>
    public static TourNote With(TourNote note, TourFacts facts)
    {
        var project = note.Project is { } chosen && (facts.Projects.Contains(chosen) || note.Done.Contains("delete"))
            ? chosen
            : facts.Projects is [var first, ..] ? first
            : null;
        var done = note.Done.ToList();
        foreach (var step in TourStep.All)
        {
            if (done.Contains(step.Name)) continue;
            if (project is null || !HasHappened(step.Name, project, facts)) break;
            done.Add(step.Name);
        }

        return project == note.Project && done.Count == note.Done.Count ? note : note with { Project = project, Done = done };
    }

    /// <summary>The next step; null if all are done.</summary>
    public static TourStep? Next(TourNote note) => TourStep.All.FirstOrDefault(step => !note.Done.Contains(step.Name));

    private static bool HasHappened(string step, string project, TourFacts facts) => step switch
    {
        "make" => facts.Projects.Contains(project),
        "plan" => facts.Path == $"/projects/{project}/deploy" || facts.Resources > 0,
        "deploy" => facts.Ended.Contains("deploy") || facts.Resources > 0,
        "monitor" => facts.Path == "/monitor",
        "stop" => facts.Ended.Contains("stop") || facts.State == "stopped",
        "start" => facts.Ended.Contains("start"),
        "delete" => facts.Ended.Contains("delete"),
        "gone" => facts.Resources == 0 && facts.Path == "/monitor",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown tour step."),
    };
}
