using Pockitect.Web.Settings;

namespace Pockitect.Web.Tour;

/// <summary>What can be seen of what a person does, as the tour reads it.</summary>
/// <param name="Projects">The projects that have a blueprint.</param>
/// <param name="Resources">The tour's project: how many resources of it were last seen.</param>
/// <param name="State">The tour's project, as last seen: running, stopped …</param>
/// <param name="Ended">Commands on the tour's project that have succeeded: deploy, stop, start, delete.</param>
/// <param name="Path">Where a person is, without the query.</param>
public sealed record TourFacts(IReadOnlyList<string> Projects, int Resources, string State, IReadOnlySet<string> Ended, string Path);

/// <summary>Checks the tour's steps off by what has happened. A step counts only after those before it.</summary>
public static class TourProgress
{
    /// <summary>The tour as it is begun, with no step done.</summary>
    public static TourNote Begin() => new(null, [], false);

    /// <summary>The note with what has happened since added to it; the same one where nothing has.</summary>
    public static TourNote With(TourNote note, TourFacts facts)
    {
        var project = note.Project is { } chosen && (facts.Projects.Contains(chosen) || note.Done.Contains("delete")) ? chosen : facts.Projects is [var first, ..] ? first : null;
        var done = note.Done.ToList();
        foreach (var step in TourStep.All)
        {
            if (done.Contains(step.Name)) continue;
            if (project is null || !HasHappened(step.Name, project, facts)) break;
            done.Add(step.Name);
        }

        return project == note.Project && done.Count == note.Done.Count ? note : note with { Project = project, Done = done };
    }

    /// <summary>The step to be done next; null where all are done.</summary>
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
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "There is no such step."),
    };
}
