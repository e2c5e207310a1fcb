namespace Pockitect.Web.Wizard;

/// <summary>A page of the wizard.</summary>
/// <param name="Key">As the address has it; that of a section of the blueprint, but for the last.</param>
internal sealed record WizardStep(string Key, string Title, string Lead)
{
    public const string Review = "review";

    public static readonly IReadOnlyList<WizardStep> All =
    [
        new("project", "Project", "What it is, and where it lives."),
        new("network", "Network", "The VPC, its subnets, and who may reach what."),
        new("compute", "Compute", "Virtual machines, their disks, and what they do when they start."),
        new("data", "Data", "Databases and buckets."),
        new("security", "Security", "Keys to sign in with, and what machines may do in AWS."),
        new(Review, "Review", "Everything before anything is made."),
    ];

    /// <summary>The page on which the setting at a path is; resources in general form are on the first.</summary>
    public static WizardStep Of(string path) => All.FirstOrDefault(step => path == step.Key || path.StartsWith($"{step.Key}.", StringComparison.Ordinal)) ?? All[0];
}
