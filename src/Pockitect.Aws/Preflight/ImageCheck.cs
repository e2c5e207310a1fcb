using Pockitect.Aws.Ec2;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Images that are not there, not ready, for another processor, or larger than the disk they are to fill.</summary>
internal sealed class ImageCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ssm:GetParameter", "ec2:DescribeImages", "ec2:DescribeInstanceTypes"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<Instance>()
        let isMade = entry.Change.Action is not ChangeAction.Update
        // A living one has started from its image already; only another kind of processor would keep it from starting again.
        where isMade || entry.Change.Differences.Any(difference => difference.Path == nameof(Instance.InstanceType))
        select new Question($"the image of {entry.Change.LogicalId}", () => isMade ? CompareAsync(entry.Change, entry.Spec, facts) : CompareTypesAsync(entry.Change, entry.Spec, facts));

    private static async Task<IEnumerable<Finding>> CompareTypesAsync(PlannedChange change, Instance spec, AccountFacts facts)
    {
        if (change.Now?.Spec is not Instance { InstanceType: var now }) return [];
        var types = await facts.InstanceTypesAsync([now, spec.InstanceType]);
        if (types.GetValueOrDefault(now)?.Architectures is not { Count: > 0 } here || types.GetValueOrDefault(spec.InstanceType)?.Architectures is not { Count: > 0 } there) return [];
        if (here.Intersect(there, StringComparer.Ordinal).Any()) return [];
        return
        [
            Error(
                change.LogicalId,
                $"A server of type {now} can't become {spec.InstanceType}.",
                $"Its disk holds a system for {string.Join(", ", here)}, and {spec.InstanceType} runs {string.Join(", ", there)}.",
                $"Choose a type for {string.Join(", ", here)}, or make a new server under another name and move the data."),
        ];
    }

    private static async Task<IEnumerable<Finding>> CompareAsync(PlannedChange change, Instance spec, AccountFacts facts)
    {
        if (await facts.ImageAsync(spec.ImageId) is not { } image)
        {
            return
            [
                Error(
                    change.LogicalId,
                    $"There is no image {spec.ImageId}.",
                    $"Neither the account nor the public has one of this name in {facts.Region}; an image's id holds in one Region only.",
                    $"Name one of {string.Join(", ", Images.Names)}, or an image of this Region."),
            ];
        }

        var findings = new List<Finding>();
        if (image.State is not ("available" or ""))
        {
            findings.Add(Error(
                change.LogicalId, $"Image {image.Id} cannot be started.", $"It is {image.State}, and not available.", "Wait until it is available, or name another image."));
        }

        if ((await facts.InstanceTypesAsync([spec.InstanceType])).GetValueOrDefault(spec.InstanceType) is { Architectures: { Count: > 0 } architectures }
            && image.Architecture.Length > 0 && !architectures.Contains(image.Architecture))
        {
            findings.Add(Error(
                change.LogicalId,
                $"Image {image.Id} does not run on {spec.InstanceType}.",
                $"The image is for {image.Architecture}, and the instance type for {string.Join(", ", architectures)}.",
                "Choose an image or an instance type for the other's processor."));
        }

        if (spec.RootVolume?.VolumeSize is { } size && size < image.RootGiB)
        {
            findings.Add(Error(
                change.LogicalId,
                "Its root volume is too small for its image.",
                $"It is to have {size} GiB, and {image.Id} needs {image.RootGiB} GiB or more.",
                $"Ask for {image.RootGiB} GiB or more."));
        }

        return findings;
    }
}
