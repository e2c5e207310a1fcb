using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;
using static Pockitect.Aws.Iam.IamAnswer;
using static Pockitect.Core.Resources.Analysis.Differences;

namespace Pockitect.Aws.Iam;

/// <summary>An identity with permissions for AWS services or other identities.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html"/>
public sealed record Role : Spec
{
    /// <summary>The name, unique in the account regardless of case. Default: generated.</summary>
    [Replacement, UniqueName]
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$", ErrorMessage = "needs letters, digits or any of + = , . @ - _")]
    [MaxLength(64)]
    public string? RoleName { get; init; }

    /// <summary>The trust policy in JSON, with accounts as <c>arn:aws:iam::…:root</c>, the form that AWS keeps.</summary>
    [JsonDocument] public required string AssumeRolePolicyDocument { get; init; }

    /// <summary>The description.</summary>
    [MaxLength(1000)]
    [RegularExpression(
        "^[\\t\\n\\r\\x20-\\x7E\\xA1-\\xFF]*$",
        ErrorMessage = "allows only characters up to \u00FF: no long dashes, typographic quotes or emoji")]
    public string? Description { get; init; }

    /// <summary>The maximum session duration, in seconds.</summary>
    [Range(3600, 43200)] public int? MaxSessionDuration { get; init; }

    /// <summary>The path, such as <c>/</c> or <c>/teams/web/</c>.</summary>
    [Replacement]
    [RegularExpression("^/([!-~]+/)?$", ErrorMessage = "needs a path that starts and ends with /, such as /teams/web/")]
    [MaxLength(512)]
    public string? Path { get; init; }

    /// <summary>The ARNs of attached managed policies.</summary>
    public IReadOnlyList<string>? ManagedPolicyArns { get; init; }

    /// <summary>The inline policies.</summary>
    public IReadOnlyList<RolePolicy>? Policies { get; init; }

    /// <summary>The ARN of the permissions boundary.</summary>
    public string? PermissionsBoundary { get; init; }
}

/// <summary>An inline policy of a role.</summary>
public sealed record RolePolicy
{
    /// <summary>The name, unique in the role.</summary>
    [RegularExpression("^[A-Za-z0-9+=,.@_-]+$", ErrorMessage = "needs a policy name of letters, digits or any of + = , . @ - _")]
    [MaxLength(128)]
    public required string PolicyName { get; init; }

    /// <summary>The permissions: a policy document in JSON.</summary>
    [JsonDocument] public required string PolicyDocument { get; init; }
}

internal sealed class RoleType(AwsClients aws) : ResourceType<Role>("AWS::IAM::Role")
{
    // Declared above.
    private static readonly PropertyShape TrustPolicy = Shape.Of<Role>().Property(nameof(Role.AssumeRolePolicyDocument))!;

    public override LifeActions Actions { get; } = new()
    {
        Read =
        [
            "iam:GetAccountAuthorizationDetails", "iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
            "iam:GetRolePolicy",
        ],
        Create = ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:TagRole"],
        TagOnCreate = "iam:TagRole",
        Update =
        [
            "iam:UpdateRole", "iam:UpdateAssumeRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy",
            "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary", "iam:TagRole",
            "iam:UntagRole",
        ],
        Delete = ["iam:DetachRolePolicy", "iam:DeleteRolePolicy", "iam:DeleteRole"],
    };

    public override ResourceFamily Family => ResourceFamily.Identity;

    public override string ArnFormat => "arn:aws:iam::{account}:role/{id}";

    public override bool IsGlobal => true;

    public override IReadOnlyList<string> Removable { get; } = [
        nameof(Role.Description), nameof(Role.PermissionsBoundary), nameof(Role.ManagedPolicyArns), nameof(Role.Policies),
    ];

    protected override Role? Unset(Role desired, string path, Observed now, IReadOnlyList<Observed> around) =>
        path is nameof(Role.MaxSessionDuration) ? desired with { MaxSessionDuration = 3600 } : null;

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        // The only call that returns roles with tags and policies; ListRoles omits both.
        var parameters = new QueryParameters().List("Filter.member", ["Role"]).Set("MaxItems", 1000);
        await foreach (var page in aws.Iam().PagesAsync("GetAccountAuthorizationDetails", parameters, ct))
        {
            foreach (var role in Members(page, "RoleDetailList"))
            {
                var policies = Members(role, "RolePolicyList").Select(RolePolicies.Read);
                yield return From(place, role, RolePolicies.Arns(role, "AttachedManagedPolicies"), policies) with { IsSummary = true };
            }
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        var iam = aws.Iam();
        if ((await iam.CallAsync("GetRole", Of(id), ct).GoneIsNullAsync())?.Element("Role") is not { } role) return null;

        // IAM lists deleted roles for a while; only GetRole tells whether the role is gone.
        var policies = await RolePolicies.InlineAsync(iam, id, ct);
        return From(place, role, await RolePolicies.AttachedAsync(iam, id, ct).GoneIsNullAsync() ?? [], policies);
    }

    protected override async Task<string> CreateAsync(Place place, Role spec, Creation how, CancellationToken ct)
    {
        var name = NaturalKey(spec, how);
        var parameters = Of(name)
            .Set("AssumeRolePolicyDocument", spec.AssumeRolePolicyDocument)
            .Set("Description", spec.Description)
            .Set("MaxSessionDuration", spec.MaxSessionDuration)
            .Set("Path", spec.Path)
            .Set("PermissionsBoundary", spec.PermissionsBoundary)
            .Tags(IamTags.Parameter, how.Tags);
        await aws.Iam().CallAsync("CreateRole", parameters, ct);
        return name;
    }

    protected override async Task UpdateAsync(Place place, string id, Role now, Role desired, CancellationToken ct)
    {
        var iam = aws.Iam();
        if (!SpecDiff.Matches(TrustPolicy.Shape, desired.AssumeRolePolicyDocument, now.AssumeRolePolicyDocument, TrustPolicy))
            await iam.CallAsync("UpdateAssumeRolePolicy", Of(id).Set("PolicyDocument", desired.AssumeRolePolicyDocument), ct);
        var isDescribed = !IsRemovalRequested(now, desired, nameof(desired.Description));
        if (!isDescribed || Differs(now.Description, desired.Description) || Differs(now.MaxSessionDuration, desired.MaxSessionDuration))
        {
            // Both, because AWS resets an omitted value to its default.
            await iam.CallAsync(
                "UpdateRole",
                Of(id)
                    .Set("Description", isDescribed ? desired.Description ?? now.Description : "")
                    .Set("MaxSessionDuration", desired.MaxSessionDuration ?? now.MaxSessionDuration),
                ct);
        }

        if (Differs(now.PermissionsBoundary, desired.PermissionsBoundary))
            await iam.CallAsync("PutRolePermissionsBoundary", Of(id).Set("PermissionsBoundary", desired.PermissionsBoundary), ct);
        if (IsRemovalRequested(now, desired, nameof(desired.PermissionsBoundary)))
            await iam.CallAsync("DeleteRolePermissionsBoundary", Of(id), ct).GoneIsDoneAsync();
        await RolePolicies.UpdateAsync(iam, id, now, desired, ct);
    }

    public override async Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct)
    {
        var iam = aws.Iam();
        await RolePolicies.RemoveAllAsync(iam, id, ct);
        await iam.CallAsync("DeleteRole", Of(id), ct).GoneIsDoneAsync();
    }

    public override Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct) =>
        IamTags.ApplyAsync(aws.Iam(), "Role", id, set, remove, ct);

    protected override MonthlyPrice PriceOf(Role spec, Standing standing, Prices prices) => MonthlyPrice.Free;

    public override Uri ConsoleLink(Place place, string id) =>
        new($"https://{Place.GlobalRegion}.console.aws.amazon.com/iam/home?region={Place.GlobalRegion}"
            + $"#/roles/details/{Uri.EscapeDataString(id)}");

    public override IReadOnlyList<string> AwsCommand(string id) => ["iam", "get-role", "--role-name", id];

    protected override string NaturalKey(Role spec, Creation how) => spec.RoleName ?? how.UniqueName;

    private Observed From(Place place, XElement role, IEnumerable<string> managed, IEnumerable<RolePolicy> policies)
    {
        var path = role.Element("Path")?.Value ?? "/";
        return new Observed
        {
            Type = Name,
            Id = Text(role, "RoleName"),
            Place = place,
            Spec = new Role
            {
                RoleName = Text(role, "RoleName"),
                AssumeRolePolicyDocument = Document(role.Element("AssumeRolePolicyDocument")),
                Description = Text(role, "Description") is { Length: > 0 } words ? words : null,
                MaxSessionDuration = (int?)role.Element("MaxSessionDuration"),
                Path = path,
                ManagedPolicyArns = [.. managed],
                Policies = [.. policies],
                PermissionsBoundary = role.Element("PermissionsBoundary")?.Element("PermissionsBoundaryArn")?.Value,
            },
            Tags = IamTags.Read(role),
            Phase = Phase.Ready,
            Arn = Text(role, "Arn"),
            CreatedAt = (DateTimeOffset?)role.Element("CreateDate"),
            Outputs = new Dictionary<string, string> { ["Arn"] = Text(role, "Arn"), ["RoleId"] = Text(role, "RoleId") },
            Locked = LockOf(path),
        };
    }

    private static QueryParameters Of(string role) => new QueryParameters().Set("RoleName", role);

    private static string? LockOf(string path) => path switch
    {
        _ when path.StartsWith("/aws-service-role/", StringComparison.Ordinal) => "It belongs to an AWS service, which created it.",
        _ when path.StartsWith("/aws-reserved/", StringComparison.Ordinal) => "It belongs to IAM Identity Center.",
        _ => null,
    };
}
