namespace Pockitect.Web.Tour;

/// <summary>One step of the tour.</summary>
/// <param name="Name">What is remembered of it.</param>
/// <param name="Title">What is to be done, in the imperative.</param>
/// <param name="Why">What is to be seen there.</param>
/// <param name="Url">Where it is done; <c>{project}</c> stands for the tour's project.</param>
public sealed record TourStep(string Name, string Title, string Why, string Url)
{
    public const string Project = "{project}";

    /// <summary>In their order. Each is about what the ones before it have made.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new("make", "Make a project from a template", "Choose “web-server-with-database”, give it a name, keep the Region.", "/new"),
        new("plan", "See the plan and its price", "What would be made, property by property, and what it costs a month. Nothing is made yet.", "/projects/{project}/deploy"),
        new("deploy", "Deploy it", "Each resource tells what AWS is waiting for. You may close the window meanwhile.", "/projects/{project}/deploy"),
        new("monitor", "See it in Monitor", "Everything in the account, in every Region; here only what is of your project.", "/monitor?q=project:{project}"),
        new("stop", "Stop it", "Instances and databases cost nothing while they are stopped; disks do.", "/projects/{project}/stop"),
        new("start", "Start it again", "What was stopped comes back as it was.", "/projects/{project}/start"),
        new("delete", "Delete it", "The whole consequence is shown first, and you type the name. The blueprint stays.", "/projects/{project}/delete"),
        new("gone", "See what is left", "Nothing of it but the final snapshot of its database, if you kept one, with its price.", "/monitor?q=project:{project}"),
    ];
}
