namespace Pockitect.Web.Tour;

/// <summary>One step of the tour.</summary>
/// <param name="Name">The key under which progress is stored.</param>
/// <param name="Title">What to do, in the imperative.</param>
/// <param name="Why">What the user sees.</param>
/// <param name="Url">The page; <c>{project}</c> stands for the tour's project.</param>
public sealed record TourStep(string Name, string Title, string Why, string Url)
{
    public const string Project = "{project}";

    /// <summary>In order. Each step uses the results of earlier ones.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new("make", "Create a project from a template", "Choose “web-server-with-database”, enter a name, keep the Region.", "/new"),
        new(
            "plan",
            "Review the plan and its price",
            "Every resource and property to create, with the monthly price. Nothing changes yet.",
            "/projects/{project}/deploy"),
        new("deploy", "Deploy it", "Each resource shows what AWS is waiting for. You can close this window.", "/projects/{project}/deploy"),
        new(
            "monitor",
            "See it in Monitor",
            "Monitor shows every resource in every Region, here filtered by your project.",
            "/monitor?q=project:{project}"),
        new("stop", "Stop it", "Instances and databases cost nothing while they are stopped; disks do.", "/projects/{project}/stop"),
        new("start", "Start it again", "Starts exactly what the stop stopped.", "/projects/{project}/start"),
        new(
            "delete",
            "Delete it",
            "You see everything that will be deleted, then type the name. The blueprint stays.",
            "/projects/{project}/delete"),
        new(
            "gone",
            "Check the account",
            "Only the final database snapshot remains, if you kept it, with its price.",
            "/monitor?q=project:{project}"),
    ];
}
