using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Amazon.SimpleSystemsManagement;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.SimpleSystemsManagement.Model;

namespace Pockitect.Aws.Ssm;

/// <summary>
/// A named setting that programs read when they start. Not for secrets: blueprints can't contain a SecureString; use Secrets Manager.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html"/>
public sealed record Parameter : Spec
{
    /// <summary>
    /// The name, unique in the account and Region, such as <c>/shop/page-size</c>; can't start with <c>aws</c> or <c>ssm</c>. Default:
    /// generated.
    /// </summary>
    [Replacement, UniqueName(IsCaseSensitive = true)]
    [RegularExpression(
        "^(?!/?([Aa][Ww][Ss]|[Ss][Ss][Mm]))([A-Za-z0-9_.-]+|(/[A-Za-z0-9_.-]+){1,15})$",
        ErrorMessage = "needs a name such as /my-shop/page-size: letters, digits and . _ -, not starting with aws or ssm")]
    [MaxLength(1011)]
    public string? Name { get; init; }

    /// <summary>One text, or several separated by commas.</summary>
    [AllowedValues("String", "StringList")]
    public required string Type { get; init; }

    /// <summary>
    /// The value, visible to everyone who may read the parameter: up to 4,096 characters, up to 8,192 in the Advanced tier.
    /// </summary>
    [MinLength(1), MaxLength(8192)]
    public required string Value { get; init; }

    /// <summary>The description.</summary>
    [MaxLength(1024)] public string? Description { get; init; }

    /// <summary>Advanced allows longer values and is billed monthly. AWS can't change a parameter back to Standard.</summary>
    // Intelligent-Tiering is a request, not a state: AWS returns one of these two, so it would always differ.
    [AllowedValues("Standard", "Advanced", null)]
    public string? Tier { get; init; }

    /// <summary>A regular expression that new values must match.</summary>
    [MaxLength(1024)] public string? AllowedPattern { get; init; }
}

internal sealed class ParameterType(AwsClients aws) : ResourceType<Parameter>("AWS::SSM::Parameter")
{
    private const int TagReadsAtOnce = 8;

    public override LifeActions Actions { get; } = new()
    {
        Read = ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource"],
        Create = ["ssm:PutParameter", "ssm:AddTagsToResource"],
        TagOnCreate = "ssm:AddTagsToResource",
        Update = ["ssm:PutParameter", "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource"],
        Delete = ["ssm:DeleteParameter"],
    };

    public override string ArnFormat => "arn:aws:ssm:{region}:{account}:parameter/{id}";

    // A name that begins with a slash has no second one in its ARN.
    public override string? ArnOf(Place place, string id) => base.ArnOf(place, id.TrimStart('/'));

    public override IReadOnlyList<string> Removable { get; } = [nameof(Parameter.Description), nameof(Parameter.AllowedPattern)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var ssm = aws.Ssm(place.Region);
        var pages = ssm.Paginators.DescribeParameters(new Sdk.DescribeParametersRequest { MaxResults = 50 });
        await foreach (var page in pages.Responses.WithCancellation(ct))
        {
            // One call per parameter, because SSM returns tags in no other way; the tagging service lags.
            foreach (var own in page.Parameters.Where(IsOfThisAccount).Chunk(TagReadsAtOnce))
            {
                foreach (var (parameter, tags) in own.Zip(await Task.WhenAll(own.Select(parameter => TagsAsync(ssm, parameter.Name, ct)))))
                {
                    // Only a read returns the value.
                    if (tags is not null) yield return From(place, parameter, value: "", tags) with { IsSummary = true };
                }
            }
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var ssm = aws.Ssm(place.Region);
        var byName = new Sdk.ParameterStringFilter { Key = "Name", Option = "Equals", Values = [id] };
        var settings = await ssm.DescribeParametersAsync(new Sdk.DescribeParametersRequest { ParameterFilters = [byName] }, ct);
        if (settings.Parameters is not [var parameter]) return null;

        // A SecureString is returned encrypted, because we don't request decryption.
        var value = await ssm.GetParameterAsync(new Sdk.GetParameterRequest { Name = id }, ct).GoneIsNullAsync();
        var tags = await TagsAsync(ssm, id, ct);
        return value is null || tags is null ? null : From(place, parameter, value.Parameter.Value, tags);
    }

    protected override string NaturalKey(Parameter spec, Creation how) => spec.Name ?? how.UniqueName;

    protected override async Task<string> CreateAsync(Place place, Parameter spec, Creation how, CancellationToken ct)
    {
        var name = NaturalKey(spec, how);
        var request = Put(name, spec);
        request.Tags = [.. how.Tags.Select(tag => new Sdk.Tag { Key = tag.Key, Value = tag.Value })];
        await aws.Ssm(place.Region).PutParameterAsync(request, ct);
        return name;
    }

    protected override async Task UpdateAsync(Place place, string id, Parameter now, Parameter desired, CancellationToken ct)
    {
        var isSame = !IsRemovalRequested(now, desired, nameof(desired.Description))
            && !IsRemovalRequested(now, desired, nameof(desired.AllowedPattern))
            && !Differs(now.Type, desired.Type)
            && !Differs(now.Value, desired.Value)
            && !Differs(now.Description, desired.Description)
            && !Differs(now.Tier, desired.Tier)
            && !Differs(now.AllowedPattern, desired.AllowedPattern);
        if (isSame) return;

        var request = Put(id, desired);
        request.Overwrite = true;
        // Omitted values stay, and empty text has no effect.
        if (IsRemovalRequested(now, desired, nameof(desired.Description))) request.Description = "";
        if (IsRemovalRequested(now, desired, nameof(desired.AllowedPattern))) request.AllowedPattern = "";
        await aws.Ssm(place.Region).PutParameterAsync(request, ct);
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        aws.Ssm(place.Region).DeleteParameterAsync(new Sdk.DeleteParameterRequest { Name = id }, ct).GoneIsDoneAsync();

    public override async Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        var ssm = aws.Ssm(place.Region);
        if (set.Count > 0)
        {
            var tags = set.Select(tag => new Sdk.Tag { Key = tag.Key, Value = tag.Value });
            await ssm.AddTagsToResourceAsync(
                new Sdk.AddTagsToResourceRequest { ResourceType = ResourceTypeForTagging.Parameter, ResourceId = id, Tags = [.. tags] },
                ct);
        }

        if (remove.Count > 0)
        {
            await ssm.RemoveTagsFromResourceAsync(
                new Sdk.RemoveTagsFromResourceRequest
                {
                    ResourceType = ResourceTypeForTagging.Parameter,
                    ResourceId = id,
                    TagKeys = [.. remove],
                },
                ct);
        }
    }

    protected override MonthlyPrice PriceOf(Parameter spec, Standing standing, Prices prices) => spec.Tier is "Advanced"
        ? new MonthlyPrice([prices.Part("an advanced parameter", "ssm", "advanced parameter", 1)])
        : MonthlyPrice.Free;

    // The console expects the slashes of a name to be escaped twice.
    public override Uri ConsoleLink(Place place, string id) => new(
        $"https://{place.Region}.console.aws.amazon.com/systems-manager/parameters/"
            + $"{Uri.EscapeDataString(Uri.EscapeDataString(id))}/description?region={place.Region}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["ssm", "get-parameter", "--name", id];

    private Observed From(Place place, Sdk.ParameterMetadata parameter, string value, IReadOnlyDictionary<string, string> tags) => new()
    {
        Type = Name,
        Id = parameter.Name,
        Place = place,
        Spec = new Parameter
        {
            Name = parameter.Name,
            Type = parameter.Type.Value,
            Value = value,
            Description = parameter.Description is { Length: > 0 } words ? words : null,
            Tier = parameter.Tier?.Value,
            AllowedPattern = parameter.AllowedPattern is { Length: > 0 } pattern ? pattern : null,
        },
        Tags = tags,
        Phase = Phase.Ready,
        Arn = ArnOf(place, parameter.Name),
    };

    /// <summary>Parameters that AWS publishes, such as the newest images.</summary>
    private static bool IsOfThisAccount(Sdk.ParameterMetadata parameter) => !parameter.Name.StartsWith("/aws/", StringComparison.Ordinal);

    private static Sdk.PutParameterRequest Put(string name, Parameter spec) => new()
    {
        Name = name,
        Type = spec.Type,
        Value = spec.Value,
        Description = spec.Description,
        Tier = spec.Tier,
        AllowedPattern = spec.AllowedPattern,
    };

    /// <returns>Null if the parameter doesn't exist.</returns>
    private static async Task<IReadOnlyDictionary<string, string>?> TagsAsync(
        IAmazonSimpleSystemsManagement ssm, string name, CancellationToken ct)
    {
        var request = new Sdk.ListTagsForResourceRequest { ResourceType = ResourceTypeForTagging.Parameter, ResourceId = name };
        return (await ssm.ListTagsForResourceAsync(request, ct).GoneIsNullAsync())?.TagList.ToDictionary(
            tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
    }
}
