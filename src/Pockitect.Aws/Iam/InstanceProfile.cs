using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Amazon.Runtime;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using static Pockitect.Aws.Iam.IamAnswer;
using static Pockitect.Core.Resources.Analysis.Differences;

namespace Pockitect.Aws.Iam;

/// <summary>Gives a role to an instance.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html"/>
public sealed record InstanceProfile : Spec
{
    /// <summary>The name, unique in the account regardless of case. Default: generated.</summary>
    [Replacement, UniqueName]
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$", ErrorMessage = "needs letters, digits or any of + = , . @ - _")]
    [MaxLength(128)]
    public string? InstanceProfileName { get; init; }

    /// <summary>The path, such as <c>/</c> or <c>/teams/web/</c>.</summary>
    [Replacement]
    [RegularExpression("^/([!-~]+/)?$", ErrorMessage = "needs a path that starts and ends with /, such as /teams/web/")]
    [MaxLength(512)]
    public string? Path { get; init; }

    /// <summary>The only role.</summary>
    public Ref<Role>? Role { get; init; }
}

internal sealed class InstanceProfileType(AwsClients aws) : ResourceType<InstanceProfile>("AWS::IAM::InstanceProfile")
{
    public override LifeActions Actions { get; } = new()
    {
        Read = ["iam:ListInstanceProfiles", "iam:GetInstanceProfile"],
        Create = ["iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile", "iam:PassRole", "iam:TagInstanceProfile"],
        TagOnCreate = "iam:TagInstanceProfile",
        Update =
        [
            "iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:PassRole", "iam:TagInstanceProfile",
            "iam:UntagInstanceProfile",
        ],
        Delete = ["iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
        AlsoNeeded = new Dictionary<string, IReadOnlyList<string>>
        {
            ["AddRoleToInstanceProfile"] = ["iam:PassRole"],
        },
    };

    public override ResourceFamily Family => ResourceFamily.Identity;

    public override string ArnFormat => "arn:aws:iam::{account}:instance-profile/{id}";

    public override ReferenceProblem? ReferenceProblemOf(Observed now) => now.Spec is InstanceProfile { Role: null }
        ? new ReferenceProblem(
            $"Instance profile '{now.Id}' has no role.",
            "AWS starts no instance with an empty profile.",
            "Add a role to it in the IAM console, or use another one.")
        : null;

    public override bool IsGlobal => true;

    public override IReadOnlyList<string> Removable { get; } = [nameof(InstanceProfile.Role)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = aws.Iam().PagesAsync("ListInstanceProfiles", new QueryParameters().Set("MaxItems", 1000), ct);
        await foreach (var listed in pages.SelectMany(page => Members(page, "InstanceProfiles")).WithCancellation(ct))
        {
            // One more call each: IAM's lists omit the tags of instance profiles, and without tags their project is unknown.
            if (await ReadAsync(place, Text(listed, "InstanceProfileName"), ct) is { } profile) yield return profile;
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } profile ? From(place, profile) : null;

    protected override async Task<string> CreateAsync(Place place, InstanceProfile spec, Creation how, CancellationToken ct)
    {
        var name = NaturalKey(spec, how);
        await aws.Iam().CallAsync("CreateInstanceProfile", Of(name).Set("Path", spec.Path).Tags(IamTags.Parameter, how.Tags), ct);
        return name;
    }

    protected override async Task UpdateAsync(Place place, string id, InstanceProfile now, InstanceProfile desired, CancellationToken ct)
    {
        var isOther = Differs(now.Role, desired.Role);
        // A profile has room for one role, so the old one is removed first.
        if (now.Role is { } old && (isOther || IsRemovalRequested(now, desired, nameof(desired.Role)))) await RemoveAsync(id, old.Id, ct);
        if (isOther) await AddAsync(id, desired.Role!.Value.Id, ct); // A difference has a desired value.
    }

    private async Task AddAsync(string name, string role, CancellationToken ct)
    {
        try
        {
            await aws.Iam().CallAsync("AddRoleToInstanceProfile", Of(name).Set("RoleName", role), ct);
        }
        catch (AmazonServiceException e) when (e.ErrorCode is "LimitExceeded")
        {
            // It already has a role: this one, if an earlier call added it and reads did not show that yet.
            if (await FindAsync(name, ct) is not { } profile || !RolesOf(profile).Contains(role)) throw;
        }
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } profile) return;
        foreach (var role in RolesOf(profile)) await RemoveAsync(id, role, ct);
        await aws.Iam().CallAsync("DeleteInstanceProfile", Of(id), ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        IamTags.ApplyAsync(aws.Iam(), "InstanceProfile", id, set, remove, ct);

    protected override MonthlyPrice PriceOf(InstanceProfile spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    /// <remarks>The console shows instance profiles only on their roles' pages.</remarks>
    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{Place.GlobalRegion}.console.aws.amazon.com/iam/home?region={Place.GlobalRegion}#/roles");

    public override IReadOnlyList<string> AwsCommand(string id) => ["iam", "get-instance-profile", "--instance-profile-name", id];

    protected override string NaturalKey(InstanceProfile spec, Creation how) => spec.InstanceProfileName ?? how.UniqueName;

    private Observed From(Place place, XElement profile) => new()
    {
        Type = Name,
        Id = Text(profile, "InstanceProfileName"),
        Place = place,
        Spec = new InstanceProfile
        {
            InstanceProfileName = Text(profile, "InstanceProfileName"),
            Path = Text(profile, "Path"),
            Role = RolesOf(profile).FirstOrDefault() is { } role ? Ref.Existing<Role>(role) : null,
        },
        Tags = IamTags.Read(profile),
        Phase = Phase.Ready,
        Arn = Text(profile, "Arn"),
        CreatedAt = (DateTimeOffset?)profile.Element("CreateDate"),
        Outputs = new Dictionary<string, string>
        {
            ["Arn"] = Text(profile, "Arn"),
            ["InstanceProfileId"] = Text(profile, "InstanceProfileId"),
        },
    };

    private async Task<XElement?> FindAsync(string name, CancellationToken ct) =>
        (await aws.Iam().CallAsync("GetInstanceProfile", Of(name), ct).GoneIsNullAsync())?.Element("InstanceProfile");

    private Task RemoveAsync(string name, string role, CancellationToken ct) =>
        aws.Iam().CallAsync("RemoveRoleFromInstanceProfile", Of(name).Set("RoleName", role), ct).GoneIsDoneAsync();

    private static QueryParameters Of(string profile) => new QueryParameters().Set("InstanceProfileName", profile);

    private static string[] RolesOf(XElement profile) =>
        [.. Members(profile, "Roles").Select(role => Text(role, "RoleName"))];
}
