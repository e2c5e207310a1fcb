using System.Text.Json.Nodes;
using Pockitect.Aws.Errors;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;
using Pockitect.Core.Resources.Analysis;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds KMS keys that don't exist, are disabled, or are in another Region.</summary>
internal sealed class KeyCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["kms:DescribeKey"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        let key = SpecTree.TextOf(change.Desired!, Meaning.KmsKey) // A created resource is desired.
        where key is not null
        select new Question($"key {key}", () => CheckAsync(change, key, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, string key, AccountFacts facts)
    {
        if (key.Split(':') is [_, _, _, { Length: > 0 } region, ..] && region != facts.Region)
        {
            return [
                Error(
                    change.LogicalId,
                    $"Key {key} cannot be used in {facts.Region}.",
                    $"It is a key of {region}, and keys work only in their own Region.",
                    $"Use a key of {facts.Region}."),
            ];
        }

        var answer =
            await facts.Aws.Kms(facts.Region).CallAsync("DescribeKey", new JsonObject { ["KeyId"] = key }, facts.Ct).GoneIsNullAsync();
        return answer?["KeyMetadata"]?["KeyState"]?.GetValue<string>() switch
        {
            null => [
                Error(
                    change.LogicalId,
                    $"Key {key} doesn't exist.",
                    $"KMS does not know it in {facts.Region}.",
                    "Fix the ARN, or omit it to use AWS's own key."),
            ],
            "Enabled" => [],
            var state =>
                [
                    Error(
                        change.LogicalId,
                        $"Key {key} cannot be used.",
                        $"Its state is {state}, not Enabled.",
                        "Enable it in the KMS console, or use another key."),
                ],
        };
    }
}
