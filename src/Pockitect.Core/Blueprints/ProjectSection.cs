using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Files;

namespace Pockitect.Core.Blueprints;

/// <summary>What the project is and where it lives.</summary>
public sealed record ProjectSection
{
    /// <summary>The project's name: 2 to 40 lower-case letters, digits and hyphens, a letter first. It is also the file's name.</summary>
    [RegularExpression(ProjectNames.Pattern, ErrorMessage = ProjectNames.Needs)]
    public required string Name { get; init; }

    /// <summary>The project's own id, written by the first deploy; it says which resources of the account are this project's.</summary>
    [RegularExpression("[a-z0-9]{8,32}", ErrorMessage = "needs the id that the first deploy wrote: 8 to 32 lower-case letters and digits")]
    public string? Id { get; init; }

    /// <summary>The AWS Region, such as eu-west-1.</summary>
    [RegularExpression("[a-z]{2}(-[a-z]+)+-[0-9]", ErrorMessage = "needs a Region such as eu-west-1")]
    public required string Region { get; init; }

    /// <summary>One line on what it is for; becomes the tag Description.</summary>
    [MaxLength(256)]
    public string? Description { get; init; }

    /// <summary>Who answers for it; becomes the tag Owner.</summary>
    [MaxLength(256)]
    public string? Owner { get; init; }

    /// <summary>Tags that every resource of the project carries.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
