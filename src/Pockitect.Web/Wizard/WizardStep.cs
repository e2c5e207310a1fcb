using Pockitect.Web.Controls;
using Pockitect.Web.Wizard.Editing;

namespace Pockitect.Web.Wizard;

/// <summary>A page of the wizard.</summary>
/// <param name="Key">The URL's last part: a section of the blueprint, except for the last page.</param>
public sealed record WizardStep(string Key, string Title, string Lead)
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

    public bool IsReview => Key == Review;

    /// <summary>Returns the page of a setting. Resources in general form are on the first page.</summary>
    public static WizardStep Of(string path) =>
        All.FirstOrDefault(step => path == step.Key || path.StartsWith($"{step.Key}.", StringComparison.Ordinal)) ?? All[0];

    /// <summary>Returns the page's URL for a project.</summary>
    public string LinkIn(string slug) => AppLinks.Project(slug, $"edit/{Key}");

    /// <summary>Returns a page before or after this one; null beyond the ends.</summary>
    public WizardStep? Neighbor(int distance) =>
        All.Index().First(pair => pair.Item == this).Index + distance is var index && index >= 0 && index < All.Count ? All[index] : null;

    /// <summary>Returns the number of problems in this page's settings. The review has none of its own.</summary>
    public int CountProblems(Sketch sketch) =>
        IsReview ? 0 : sketch.Problems.Count(problem => problem.Path.Length > 0 && Of(problem.Path) == this);
}
