using System.Text;
using Amazon.EC2;
using Pockitect.Aws.Clients;
using static Pockitect.Core.Resources.Differences;
using Sdk = Amazon.EC2.Model;

namespace Pockitect.Aws.Ec2;

/// <summary>The calls that bring a living instance to what is wanted of it, each only where something differs.</summary>
internal static class InstanceChanges
{
    public static async Task MakeAsync(IAmazonEC2 ec2, string id, Instance now, Instance wanted, CancellationToken ct)
    {
        foreach (var attribute in Attributes(now, wanted))
        {
            attribute.InstanceId = id;
            await ec2.ModifyInstanceAttributeAsync(attribute, ct);
        }

        if (Differs(now.SecurityGroupIds, wanted.SecurityGroupIds) || Differs(now.SourceDestCheck, wanted.SourceDestCheck))
            await ChangeInterfaceAsync(ec2, id, now, wanted, ct);
        if (Differs(now.IamInstanceProfile, wanted.IamInstanceProfile))
            await SetProfileAsync(ec2, id, wanted.IamInstanceProfile.Value.Id, ct);
        if (MustGo(now, wanted, nameof(wanted.IamInstanceProfile)))
            await DropProfileAsync(ec2, id, ct);
        if (Differs(now.Monitoring, wanted.Monitoring))
            await SetMonitoringAsync(ec2, id, wanted.Monitoring.Value, ct);
        if (Differs(now.MetadataOptions, wanted.MetadataOptions))
            await SetMetadataOptionsAsync(ec2, id, wanted.MetadataOptions, ct);
        if (Differs(now.RootVolume, wanted.RootVolume) && await InstanceType.FindAsync(ec2, id, ct) is { } instance)
            await InstanceRoot.UpdateAsync(ec2, instance, now.RootVolume, wanted.RootVolume, ct);
    }

    /// <summary>One request for each attribute that differs, because AWS takes no two in one.</summary>
    private static IEnumerable<Sdk.ModifyInstanceAttributeRequest> Attributes(Instance now, Instance wanted)
    {
        if (Differs(now.InstanceType, wanted.InstanceType))
            yield return new Sdk.ModifyInstanceAttributeRequest { InstanceType = wanted.InstanceType };
        if (Differs(now.EbsOptimized, wanted.EbsOptimized))
            yield return new Sdk.ModifyInstanceAttributeRequest { EbsOptimized = wanted.EbsOptimized };
        if (Differs(now.UserData, wanted.UserData))
        {
            // The SDK does the base 64 here, unlike at the launch.
            var script = new Sdk.SecureBlobAttributeValue { Value = new MemoryStream(Encoding.UTF8.GetBytes(wanted.UserData)) };
            yield return new Sdk.ModifyInstanceAttributeRequest { UserData = script };
        }

        if (Differs(now.DisableApiTermination, wanted.DisableApiTermination))
            yield return new Sdk.ModifyInstanceAttributeRequest { DisableApiTermination = wanted.DisableApiTermination };
        if (Differs(now.InstanceInitiatedShutdownBehavior, wanted.InstanceInitiatedShutdownBehavior))
            yield return new Sdk.ModifyInstanceAttributeRequest { InstanceInitiatedShutdownBehavior = wanted.InstanceInitiatedShutdownBehavior };
    }

    /// <remarks>By the interface, because AWS refuses to change an instance's groups once it has a second interface.</remarks>
    private static async Task ChangeInterfaceAsync(IAmazonEC2 ec2, string id, Instance now, Instance wanted, CancellationToken ct)
    {
        if (await InstanceType.FindAsync(ec2, id, ct) is not { } instance || InstanceType.PrimaryInterface(instance) is not { } card) return;
        if (Differs(now.SecurityGroupIds, wanted.SecurityGroupIds))
        {
            var groups = wanted.SecurityGroupIds.Select(group => group.Id).ToList();
            await ec2.ModifyNetworkInterfaceAttributeAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest { NetworkInterfaceId = card.NetworkInterfaceId, Groups = groups }, ct);
        }

        if (Differs(now.SourceDestCheck, wanted.SourceDestCheck))
        {
            await ec2.ModifyNetworkInterfaceAttributeAsync(
                new Sdk.ModifyNetworkInterfaceAttributeRequest
                {
                    NetworkInterfaceId = card.NetworkInterfaceId,
                    SourceDestCheck = wanted.SourceDestCheck,
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
                new Sdk.ReplaceIamInstanceProfileAssociationRequest { AssociationId = old.AssociationId, IamInstanceProfile = profile }, ct);
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

    private static async Task SetMetadataOptionsAsync(IAmazonEC2 ec2, string id, MetadataOptions wanted, CancellationToken ct)
    {
        var request = new Sdk.ModifyInstanceMetadataOptionsRequest
        {
            InstanceId = id,
            HttpTokens = wanted.HttpTokens,
            HttpPutResponseHopLimit = wanted.HttpPutResponseHopLimit,
            HttpEndpoint = wanted.HttpEndpoint,
        };
        await ec2.ModifyInstanceMetadataOptionsAsync(request, ct);
    }
}
