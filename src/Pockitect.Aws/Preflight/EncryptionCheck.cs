using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds unencrypted volumes in a Region where the account encrypts every new one.</summary>
internal sealed class EncryptionCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ec2:GetEbsEncryptionByDefault"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from change in work.Made
        let isPlain = change.Desired switch
        {
            Volume volume => volume.Encrypted is false,
            Instance instance => instance.RootVolume?.Encrypted is false,
            _ => false,
        }
        where isPlain
        select new Question("whether every disk is encrypted", () => CheckAsync(change, facts));

    private static async Task<IEnumerable<Finding>> CheckAsync(PlannedChange change, AccountFacts facts) => await facts.EncryptsDisksAsync()
        ?
        [
            Error(
                change.LogicalId,
                "Its disk can't be unencrypted.",
                $"The account encrypts every new disk in {facts.Region} (EBS encryption by default).",
                "Set 'encrypted: true', or turn off that setting in the EC2 console under Data protection and security."),
        ]
        : [];
}
