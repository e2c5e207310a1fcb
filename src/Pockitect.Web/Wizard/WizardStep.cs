namespace Pockitect.Web.Wizard;

/// <summary>A page of the wizard.</summary>
/// <param name="Key">The URL's last part: a section of the blueprint, except for the last page.</param>
internal sealed record WizardStep(string Key, string Title, string Lead)
{
    public const string Review = "review";

    public static readonly IReadOnlyList<WizardStep> All =
    [
        new("project", "Project", "Name, Region and tags."),
        new("network", "Network", "VPC, subnets and inbound access."),
        new("compute", "Compute", "Virtual machines, disks and start-up scripts."),
        new("data", "Data", "Databases and buckets."),
        new("security", "Security", "Key pairs and IAM roles."),
        new(Review, "Review", "Review before you deploy."),
    ];

    /// <summary>Returns the page of a setting. Resources in general form are on the first page.</summary>
    public static WizardStep Of(string path) => All.FirstOrDefault(step => path == step.Key || path.StartsWith($"{step.Key}.", StringComparison.Ordinal)) ?? All[0];
}
