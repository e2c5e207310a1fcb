using System.Runtime.CompilerServices;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Core.Resources;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2.Parts;

/// <summary>What EC2 does the same way for all of its types: paged lists, reads by ID, tags and ARNs.</summary>
/// <typeparam name="T">The type's spec.</typeparam>
/// <typeparam name="TSdk">The resource as the SDK shows it.</typeparam>
/// <param name="aws">The account's clients.</param>
/// <param name="name">CloudFormation's name of the type.</param>
/// <param name="kind">EC2's own word for the type, in ARNs and for tags: <c>subnet</c>, <c>natgateway</c>.</param>
internal abstract class Ec2ResourceType<T, TSdk>(AwsClients aws, string name, string kind) : ResourceType<T>(name)
    where T : Spec
    where TSdk : class
{
    protected AwsClients Aws { get; } = aws;

    public override string ArnFormat { get; } = $"arn:aws:ec2:{{region}}:{{account}}:{kind}/{{id}}";

    public override ResourceFamily Family => ResourceFamily.Network;

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var resource in AllAsync(place, ct).WithCancellation(ct)) yield return From(place, resource);
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(place, id, ct) is { } resource ? From(place, resource) : null;

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        Ec2Tags.ApplyAsync(Ec2(place), id, set, remove, ct);

    /// <summary>All resources of the type in the Region, page by page where EC2 has pages.</summary>
    protected abstract IAsyncEnumerable<TSdk> AllAsync(Place place, CancellationToken ct);

    /// <summary>Asks EC2 for this one. EC2 refuses an ID that does not exist.</summary>
    protected abstract Task<List<TSdk>> DescribeAsync(Place place, string id, CancellationToken ct);

    /// <summary>The resource as the rest of Pockitect sees it.</summary>
    protected abstract Observed From(Place place, TSdk resource);

    protected IAmazonEC2 Ec2(Place place) => Aws.Ec2(place.Region);

    /// <summary>One resource, or null when it does not exist.</summary>
    protected async Task<TSdk?> FindAsync(Place place, string id, CancellationToken ct) =>
        await DescribeAsync(place, id, ct).GoneIsNullAsync() is [var resource] ? resource : null;

    /// <summary>Tags for the create call, so that the resource never exists without them.</summary>
    protected List<Sdk.TagSpecification> TagsOf(Creation how) => Ec2Tags.For(kind, how.Tags);

    /// <summary>What every resource of EC2 has; a type adds the rest.</summary>
    protected Observed Seen(Place place, string id, T spec, IEnumerable<Sdk.Tag>? tags, Phase phase) => new()
    {
        Type = Name,
        Id = id,
        Place = place,
        Spec = spec,
        Tags = Ec2Tags.Read(tags),
        Phase = phase,
        Arn = ArnOf(place, id),
    };
}
