using System.Text;
using Amazon.EC2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Errors;
using static Pockitect.Core.Resources.Analysis.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>Updates an existing instance, with calls only for settings that differ.</summary>
internal static class InstanceChanges
{
    public static async Task MakeAsync(IAmazonEC2 ec2, string id, Instance now, Instance desired, CancellationToken ct)
    {
        foreach (var attribute in Attributes(now, desired))
        {
            attribute.InstanceId = id;
            await ec2.ModifyInstanceAttributeAsync(attribute, ct);
        }

        if (Differs(now.SecurityGroupIds, desired.SecurityGroupIds) || Differs(now.SourceDestCheck, desired.SourceDestCheck))
            await ChangeInterfaceAsync(ec2, id, now, desired, ct);
        if (Differs(now.IamInstanceProfile, desired.IamInstanceProfile))
            await SetProfileAsync(ec2, id, desired.IamInstanceProfile.Value.Id, ct);
        if (IsRemovalRequested(now, desired, nameof(desired.IamInstanceProfile)))
            await DropProfileAsync(ec2, id, ct);
        if (Differs(now.Monitoring, desired.Monitoring))
            await SetMonitoringAsync(ec2, id, desired.Monitoring.Value, ct);
        if (Differs(now.MetadataOptions, desired.MetadataOptions))
            await SetMetadataOptionsAsync(ec2, id, desired.MetadataOptions, ct);
        if (Differs(now.RootVolume, desired.RootVolume) && await InstanceAnswer.FindAsync(ec2, id, ct) is { } instance)
            await InstanceRoot.UpdateAsync(ec2, instance, now.RootVolume, desired.RootVolume, ct);
    }

    /// <summary>One request per attribute, because AWS accepts only one.</summary>
    private static IEnumerable<Sdk.ModifyInstanceAttributeRequest> Attributes(Instance now, Instance desired)
    {
        if (Differs(now.InstanceType, desired.InstanceType))
            yield return new Sdk.ModifyInstanceAttributeRequest { InstanceType = desired.InstanceType };
        if (Differs(now.EbsOptimized, desired.EbsOptimized))
            yield return new Sdk.ModifyInstanceAttributeRequest { EbsOptimized = desired.EbsOptimized };
        if (Differs(now.UserData, desired.UserData))
        {
            // The SDK encodes base64 here, unlike at launch.
            var script = new Sdk.SecureBlobAttributeValue { Value = new MemoryStream(Encoding.UTF8.GetBytes(desired.UserData)) };
            yield return new Sdk.ModifyInstanceAttributeRequest { UserData = script };
        }

        if (Differs(now.DisableApiTermination, desired.DisableApiTermination))
            yield return new Sdk.ModifyInstanceAttributeRequest { DisableApiTermination = desired.DisableApiTermination };
        if (Differs(now.InstanceInitiatedShutdownBehavior, desired.InstanceInitiatedShutdownBehavior))
        {
            yield return new Sdk.ModifyInstanceAttributeRequest
            {
                InstanceInitiatedShutdownBehavior = desired.InstanceInitiatedShutdownBehavior,
            };
        }
    }

    /// <remarks>Through the interface, because AWS refuses to change an instance's groups once it has a second interface.</remarks>
    private static async Task ChangeInterfaceAsync(IAmazonEC2 ec2, string id, Instance now, Instance desired, CancellationToken ct)
    {
        if (await InstanceAnswer.FindAsync(ec2, id, ct) is not { } instance || InstanceAnswer.PrimaryInterface(instance) is not { } card)
            return;
        if (Differs(now.SecurityGroupIds, desired.SecurityGroupIds))
        {
            var groups = desired.SecurityGroupIds.Select(group => group.Id).ToList();
            await ec2.ModifyNetworkInterfaceAttributeAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = card.NetworkInterfaceId, Groups = groups }, ct);
        }

        if (Differs(now.SourceDestCheck, desired.SourceDestCheck))
        {
            await ec2.ModifyNetworkInterfaceAttributeAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest
                {
                    NetworkInterfaceId = card.NetworkInterfaceId,
                    SourceDestCheck = desired.SourceDestCheck,
                },
                ct);
        }
    }

    private static async Task SetProfileAsync(IAmazonEC2 ec2, string id, string name, CancellationToken ct)
    {
        var profile = new Sdk.IamInstanceProfileSpecification { Name = name };
        if (await AssociationsAsync(ec2, id, ct) is [var old, ..])
        {
            await ec2.ReplaceIamInstanceProfileAssociationAsync(
                new Sdk.ReplaceIamInstanceProfileAssociationRequest { AssociationId = old.AssociationId, IamInstanceProfile = profile },
                ct);
        }
        else
        {
            await ec2.AssociateIamInstanceProfileAsync(
                new Sdk.AssociateIamInstanceProfileRequest { InstanceId = id, IamInstanceProfile = profile }, ct);
        }
    }

    private static async Task DropProfileAsync(IAmazonEC2 ec2, string id, CancellationToken ct)
    {
        foreach (var association in await AssociationsAsync(ec2, id, ct))
        {
            await ec2.DisassociateIamInstanceProfileAsync(
                new Sdk.DisassociateIamInstanceProfileRequest { AssociationId = association.AssociationId }, ct).GoneIsDoneAsync();
        }
    }

    private static async Task<List<Sdk.IamInstanceProfileAssociation>> AssociationsAsync(IAmazonEC2 ec2, string id, CancellationToken ct)
    {
        var request = new Sdk.DescribeIamInstanceProfileAssociationsRequest
        {
            Filters = [new Sdk.Filter("instance-id", [id]), new Sdk.Filter("state", ["associating", "associated"])],
        };
        return (await ec2.DescribeIamInstanceProfileAssociationsAsync(request, ct)).IamInstanceProfileAssociations ?? [];
    }

    private static Task SetMonitoringAsync(IAmazonEC2 ec2, string id, bool on, CancellationToken ct) => on
        ? ec2.MonitorInstancesAsync(new Sdk.MonitorInstancesRequest { InstanceIds = [id] }, ct)
        : ec2.UnmonitorInstancesAsync(new Sdk.UnmonitorInstancesRequest { InstanceIds = [id] }, ct);

    private static async Task SetMetadataOptionsAsync(IAmazonEC2 ec2, string id, MetadataOptions desired, CancellationToken ct)
    {
        var request = new Sdk.ModifyInstanceMetadataOptionsRequest
        {
            InstanceId = id,
            HttpTokens = desired.HttpTokens,
            HttpPutResponseHopLimit = desired.HttpPutResponseHopLimit,
            HttpEndpoint = desired.HttpEndpoint,
        };
        await ec2.ModifyInstanceMetadataOptionsAsync(request, ct);
    }
}
