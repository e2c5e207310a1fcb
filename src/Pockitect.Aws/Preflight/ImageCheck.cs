using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Core.Faults;
using Pockitect.Core.Planning;

namespace Pockitect.Aws.Preflight;

/// <summary>Finds images that don't exist, aren't ready, are for another processor, or are larger than the root volume.</summary>
internal sealed class ImageCheck : Check
{
    public override IReadOnlyList<string> Actions { get; } = ["ssm:GetParameter", "ec2:DescribeImages", "ec2:DescribeInstanceTypes"];

    public override IEnumerable<Question> Questions(Work work, AccountFacts facts) =>
        from entry in work.Touching<Instance>()
        let isMade = entry.Change.Action is not ChangeAction.Update
        // An existing instance already uses its image; only another processor would keep it from starting.
        where isMade || entry.Change.Differences.Any(difference => difference.Path == nameof(Instance.InstanceType))
        select new Question(
            $"the image of {entry.Change.LogicalId}",
            () => isMade ? CompareAsync(entry.Change, entry.Spec, facts) : CompareTypesAsync(entry.Change, entry.Spec, facts));

    private static async Task<IEnumerable<Finding>> CompareTypesAsync(PlannedChange change, Instance spec, AccountFacts facts)
    {
        if (change.Now?.Spec is not Instance { InstanceType: var now }) return [];
        var types = await facts.InstanceTypesAsync([now, spec.InstanceType]);
        if (types.GetValueOrDefault(now)?.Architectures is not { Count: > 0 } here
            || types.GetValueOrDefault(spec.InstanceType)?.Architectures is not { Count: > 0 } there)
            return [];
        if (here.Intersect(there, StringComparer.Ordinal).Any()) return [];
        return
        [
            Error(
                change.LogicalId,
                $"A server of type {now} can't become {spec.InstanceType}.",
                $"Its system is for {string.Join(", ", here)}, and {spec.InstanceType} runs {string.Join(", ", there)}.",
                $"Choose a type for {string.Join(", ", here)}, or create a new server with another name and move the data."),
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
                    $"Image {spec.ImageId} doesn't exist.",
                    $"Neither the account nor the public has it in {facts.Region}; an image ID is valid in one Region only.",
                    $"Use one of {string.Join(", ", Images.Names)}, or an image of this Region."),
            ];
        }

        var findings = new List<Finding>();
        if (image.State is not ("available" or ""))
        {
            findings.Add(Error(
                change.LogicalId,
                $"Image {image.Id} can't be started.",
                $"Its state is {image.State}, not available.",
                "Wait until it is available, or use another image."));
        }

        if ((await facts.InstanceTypesAsync([spec.InstanceType])).GetValueOrDefault(
            spec.InstanceType) is { Architectures: { Count: > 0 } architectures }
            && image.Architecture.Length > 0 && !architectures.Contains(image.Architecture))
        {
            findings.Add(Error(
                change.LogicalId,
                $"Image {image.Id} does not run on {spec.InstanceType}.",
                $"The image is for {image.Architecture}, and the instance type for {string.Join(", ", architectures)}.",
                "Choose an image and an instance type with the same processor."));
        }

        if (spec.RootVolume?.VolumeSize is { } size && size < image.RootGiB)
        {
            findings.Add(Error(
                change.LogicalId,
                "Its root volume is too small for its image.",
                $"It has {size} GiB, and {image.Id} needs at least {image.RootGiB} GiB.",
                $"Use {image.RootGiB} GiB or more."));
        }

        return findings;
    }
}
