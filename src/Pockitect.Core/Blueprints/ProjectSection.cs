using System.ComponentModel.DataAnnotations;
using Pockitect.Core.Files;

namespace Pockitect.Core.Blueprints;

/// <summary>The project's name, Region and tags.</summary>
public sealed record ProjectSection
{
    /// <summary>The project's name: 2 to 40 lowercase letters, digits and hyphens, starting with a letter. Also the file's name.</summary>
    [RegularExpression(ProjectNames.Pattern, ErrorMessage = ProjectNames.Needs)]
    public required string Name { get; init; }

    /// <summary>The project's ID, written by the first deploy. It identifies the project's resources in the account.</summary>
    [RegularExpression("[a-z0-9]{8,32}", ErrorMessage = "needs the ID from the first deploy: 8 to 32 lowercase letters and digits")]
    public string? Id { get; init; }

    /// <summary>The AWS Region, such as eu-west-1.</summary>
    [RegularExpression("[a-z]{2}(-[a-z]+)+-[0-9]", ErrorMessage = "needs a Region such as eu-west-1")]
    public required string Region { get; init; }

    /// <summary>A one-line description; becomes the tag Description.</summary>
    [MaxLength(256)]
    public string? Description { get; init; }

    /// <summary>The responsible team or owner; becomes the tag Owner.</summary>
    [MaxLength(256)]
    public string? Owner { get; init; }

    /// <summary>Tags of every resource of the project.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
