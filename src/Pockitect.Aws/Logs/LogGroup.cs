using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Errors;
using Pockitect.Aws.Protocol;
using Pockitect.Core.Resources;
using static Pockitect.Core.Resources.Analysis.Differences;

namespace Pockitect.Aws.Logs;

/// <summary>A group of log streams in CloudWatch Logs, with one retention period for all of them.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html"/>
public sealed record LogGroup : Spec
{
    /// <summary>
    /// Its name, unique in the account and Region, such as <c>/my-shop/web</c>. If you leave it out, Pockitect generates one.
    /// </summary>
    [Replacement, UniqueName(IsCaseSensitive = true)]
    [RegularExpression(
        "^(?!aws/)[A-Za-z0-9._/#-]{1,512}$",
        ErrorMessage = "needs a name such as /my-shop/web: 1 to 512 letters, digits and . _ / # -, not beginning with aws/")]
    public string? LogGroupName { get; init; }

    /// <summary>For how many days events are kept. Without a value they are kept, and paid for, until you delete the group.</summary>
    [AllowedValues(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, null)]
    public int? RetentionInDays { get; init; }

    /// <summary>
    /// ARN of the KMS key that encrypts new events; its key policy must allow CloudWatch Logs to use it. Without one AWS's own key does.
    /// </summary>
    [Means(Meaning.KmsKey)]
    [RegularExpression("^arn:aws[a-z-]*:kms:.+$")]
    public string? KmsKeyId { get; init; }
}

internal sealed class LogGroupType(AwsClients aws) : ResourceType<LogGroup>("AWS::Logs::LogGroup")
{
    private const int TagReadsAtOnce = 8;

    private static readonly AwsServiceSpec Service = new(
        "CloudWatch Logs", "logs", "2014-03-28", "Logs_20140328", "logs.{region}.amazonaws.com");

    public override LifeActions Actions { get; } = new()
    {
        Read = ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
        Create = ["logs:CreateLogGroup", "logs:TagResource", "logs:PutRetentionPolicy"],
        TagOnCreate = "logs:TagResource",
        Update =
        [
            "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy", "logs:AssociateKmsKey", "logs:DisassociateKmsKey", "logs:TagResource",
            "logs:UntagResource",
        ],
        Delete = ["logs:DeleteLogGroup"],
    };

    public override string ArnFormat => "arn:aws:logs:{region}:{account}:log-group:{id}";

    public override bool HoldsData => true;

    public override IReadOnlyList<string> Removable { get; } = [nameof(LogGroup.RetentionInDays), nameof(LogGroup.KmsKeyId)];

    public override async IAsyncEnumerable<Observed> ListAsync(Place place, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in Logs(place).PagesAsync("DescribeLogGroups", new JsonObject { ["limit"] = 50 }, ct))
        {
            // One call per group, because no list has their tags.
            foreach (var groups in Groups(page).Chunk(TagReadsAtOnce))
            {
                foreach (var observed in await Task.WhenAll(groups.Select(group => WithTagsAsync(place, group, ct))))
                {
                    if (observed is not null) yield return observed;
                }
            }
        }
    }

    public override async Task<Observed?> ReadAsync(Place place, string id, CancellationToken ct)
    {
        // AWS sorts by name, so the group itself comes before those whose names only start with its name.
        var answer = await Logs(place).CallAsync("DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = id, ["limit"] = 1 }, ct);
        return Groups(answer).FirstOrDefault() is { } group && NameOf(group) == id ? await WithTagsAsync(place, group, ct) : null;
    }

    protected override string NaturalKey(LogGroup spec, Creation how) => spec.LogGroupName ?? how.UniqueName;

    protected override async Task<string> CreateAsync(Place place, LogGroup spec, Creation how, CancellationToken ct)
    {
        var request = Of(NaturalKey(spec, how));
        if (spec.KmsKeyId is { } key) request["kmsKeyId"] = key;
        request["tags"] = Json(how.Tags);
        await Logs(place).CallAsync("CreateLogGroup", request, ct);
        return NaturalKey(spec, how);
    }

    protected override async Task UpdateAsync(Place place, string id, LogGroup now, LogGroup desired, CancellationToken ct)
    {
        var logs = Logs(place);
        if (Differs(now.RetentionInDays, desired.RetentionInDays))
        {
            await logs.CallAsync(
                "PutRetentionPolicy", new JsonObject { ["logGroupName"] = id, ["retentionInDays"] = desired.RetentionInDays.Value }, ct);
        }

        if (IsRemovalRequested(now, desired, nameof(desired.RetentionInDays))) await logs.CallAsync("DeleteRetentionPolicy", Of(id), ct);
        if (Differs(now.KmsKeyId, desired.KmsKeyId))
            await logs.CallAsync("AssociateKmsKey", new JsonObject { ["logGroupName"] = id, ["kmsKeyId"] = desired.KmsKeyId }, ct);
        if (IsRemovalRequested(now, desired, nameof(desired.KmsKeyId))) await logs.CallAsync("DisassociateKmsKey", Of(id), ct);
    }

    public override Task DeleteAsync(Place place, string id, Deletion how, CancellationToken ct) =>
        Logs(place).CallAsync("DeleteLogGroup", Of(id), ct).GoneIsDoneAsync();

    public override async Task TagAsync(
        Place place, string id, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> remove, CancellationToken ct)
    {
        if (set.Count > 0)
            await Logs(place).CallAsync("TagResource", new JsonObject { ["resourceArn"] = ArnOf(place, id), ["tags"] = Json(set) }, ct);
        if (remove.Count > 0)
        {
            await Logs(place).CallAsync(
                "UntagResource", new JsonObject { ["resourceArn"] = ArnOf(place, id), ["tagKeys"] = new JsonArray([.. remove]) }, ct);
        }
    }

    protected override MonthlyPrice PriceOf(LogGroup spec, Standing standing, Prices prices) =>
        MonthlyPrice.ByUse("log data that is received and kept");

    // The console escapes names twice, with $ for %.
    public override Uri ConsoleLink(Place place, string id) => new(
        $"https://{place.Region}.console.aws.amazon.com/cloudwatch/home?region={place.Region}#logsV2:log-groups/log-group/"
        + Uri.EscapeDataString(Uri.EscapeDataString(id)).Replace('%', '$'));

    public override IReadOnlyList<string> AwsCommand(string id) => ["logs", "describe-log-groups", "--log-group-name-prefix", id];

    private JsonClient Logs(Place place) => aws.Json(Service, place.Region);

    private async Task<Observed?> WithTagsAsync(Place place, JsonNode group, CancellationToken ct)
    {
        // Null when it was deleted after it was listed.
        var answer =
            await Logs(place)
                .CallAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = ArnOf(place, NameOf(group)) }, ct)
                .GoneIsNullAsync();
        return answer is null
            ? null
            : From(place, group, (answer["tags"] as JsonObject ?? []).ToDictionary(tag => tag.Key, tag => (string?)tag.Value ?? ""));
    }

    private Observed From(Place place, JsonNode group, IReadOnlyDictionary<string, string> tags) => new()
    {
        Type = Name,
        Id = NameOf(group),
        Place = place,
        Spec = new LogGroup
        {
            LogGroupName = NameOf(group),
            RetentionInDays = (int?)group["retentionInDays"],
            KmsKeyId = (string?)group["kmsKeyId"],
        },
        Tags = tags,
        Phase = Phase.Ready,
        Arn = ArnOf(place, NameOf(group)),
        CreatedAt = (long?)group["creationTime"] is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        Outputs = (long?)group["storedBytes"] is { } bytes
            ? new Dictionary<string, string> { ["StoredBytes"] = bytes.ToString(CultureInfo.InvariantCulture) }
            : [],
    };

    private static IEnumerable<JsonNode> Groups(JsonNode page) => (page["logGroups"] as JsonArray ?? []).OfType<JsonNode>();

    private static string NameOf(JsonNode group) => (string?)group["logGroupName"] ?? "";

    private static JsonObject Of(string name) => new() { ["logGroupName"] = name };

    private static JsonObject Json(IReadOnlyDictionary<string, string> tags) =>
        new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)JsonValue.Create(tag.Value))));
}
