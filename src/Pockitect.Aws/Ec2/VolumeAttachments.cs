using Amazon.EC2;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Attaches volumes to instances and detaches them.</summary>
internal static class VolumeAttachments
{
    /// <param name="ec2">The client of the volume's Region.</param>
    /// <param name="id">The volume.</param>
    /// <param name="volume">The volume as it is now; null when it does not exist.</param>
    /// <param name="desired">The attachment to have; another one ends first.</param>
    /// <param name="ct">Cancels the calls.</param>
    public static async Task MakeAsync(IAmazonEC2 ec2, string id, Sdk.Volume? volume, VolumeAttachment desired, CancellationToken ct)
    {
        // At a repeat, the detaching that the first attempt started may still be running.
        if (volume?.Attachments.Exists(
            there =>
                there.InstanceId == desired.Instance.Id
                    && there.Device == desired.Device
                    && there.State?.Value is "attaching" or "attached") is true)
            return;

        await EndAsync(ec2, volume, isDataLost: false, ct);
        await ec2.AttachVolumeAsync(
            new Sdk.AttachVolumeRequest { VolumeId = id, InstanceId = desired.Instance.Id, Device = desired.Device }, ct);
    }

    /// <param name="ec2">The client of the volume's Region.</param>
    /// <param name="volume">The volume as it is now; null when it does not exist.</param>
    /// <param name="isDataLost">The volume is deleted next, so an instance that does not let go of it is forced to.</param>
    /// <param name="ct">Cancels the calls.</param>
    public static async Task EndAsync(IAmazonEC2 ec2, Sdk.Volume? volume, bool isDataLost, CancellationToken ct)
    {
        foreach (var attachment in volume?.Attachments ?? [])
        {
            var isForced = isDataLost && attachment.State?.Value is "busy";
            if (!isForced && attachment.State?.Value is not ("attached" or "attaching")) continue;
            await ec2.DetachVolumeAsync(
                new Sdk.DetachVolumeRequest
                {
                    VolumeId = attachment.VolumeId,
                    InstanceId = attachment.InstanceId,
                    Force = isForced ? true : null,
                },
                ct);
        }
    }
}
