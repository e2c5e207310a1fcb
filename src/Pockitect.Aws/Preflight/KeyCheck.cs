using Pockitect.Core.Resources.Analysis;
using System.Text.Json.Nodes;
using Pockitect.Aws.Clients;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Rds;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Preflight;

/// <summary>KMS keys that do not exist, are disabled, or are in another Region than the data they are to encrypt.</summary>
internal sealed class KeyCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["kms:DescribeKey"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        let key = SpecTree.TextOf(change.Desired!, Meaning.KmsKey) // What is created is desired.
        where key is not null
        select new Question($"key {key}", () => CheckAsync(change, key, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, string key, AccountFacts facts)
    {
        if (key.Split(':') is [_, _, _, { Length: > 0 } region, ..] && region != facts.Region)
        {
            return [Error(change.LogicalId, $"Key {key} cannot be used in {facts.Region}.", $"It is a key of {region}, and keys work in their own Region only.", $"Name a key of {facts.Region}.")];
        }

        var answer = await facts.Aws.Kms(facts.Region).CallAsync("DescribeKey", new JsonObject { ["KeyId"] = key }, facts.Ct).GoneIsNullAsync();
        return answer?["KeyMetadata"]?["KeyState"]?.GetValue<string>() switch
        {
            null => [Error(change.LogicalId, $"There is no key {key}.", $"KMS does not know it in {facts.Region}.", "Correct the ARN, or leave it out to use AWS's own key.")],
            "Enabled" => [],
            var state => [Error(change.LogicalId, $"Key {key} cannot be used.", $"It is {state}, and not Enabled.", "Enable it in the KMS console, or name another key.")],
        };
    }
}
