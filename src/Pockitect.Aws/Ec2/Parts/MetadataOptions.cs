using System.ComponentModel.DataAnnotations;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>How programs on an instance reach its metadata service.</summary>
public sealed record MetadataOptions
{
    /// <summary>Whether a session token is <c>required</c> (version 2 only) or <c>optional</c>.</summary>
    [AllowedValues("required", "optional", null)]
    public string? HttpTokens { get; init; }

    /// <summary>How many network hops an answer may travel; containers need 2.</summary>
    [Range(1, 64)] public int? HttpPutResponseHopLimit { get; init; }

    /// <summary>Whether the service responds at all: <c>enabled</c> or <c>disabled</c>.</summary>
    [AllowedValues("enabled", "disabled", null)]
    public string? HttpEndpoint { get; init; }
}
