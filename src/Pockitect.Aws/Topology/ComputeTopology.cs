using System.Globalization;
using Pockitect.Aws.Ec2;
using Pockitect.Aws.Ec2.Parts;
using Pockitect.Aws.Iam;
using Pockitect.Core.Blueprints;
using Pockitect.Core.Resources;

namespace Pockitect.Aws.Topology;

/// <summary>The <c>compute</c> section: instances, their fixed addresses and their volumes.</summary>
internal sealed class ComputeTopology(Draft draft, Blueprint blueprint, NetworkPlan network)
{
    /// <summary>The last letters of AWS's recommended device names for volumes: <c>/dev/sdf</c> to <c>/dev/sdp</c>.</summary>
    private const string Devices = "fghijklmnop";

    public void Add()
    {
        foreach (var (index, entry) in blueprint.Compute.Instances.Index()) Add(entry, $"compute.instances[{index}]");
    }

    private void Add(InstanceEntry entry, string path)
    {
        var image = Image(entry, path);
        var devices = DeviceNames(entry, path);
        for (var number = 1; number <= entry.Count; number++)
        {
            var logicalId = number == 1 ? entry.Name : string.Create(CultureInfo.InvariantCulture, $"{entry.Name}-{number}");
            var subnet = SubnetOf(entry, number, path);
            CheckReach(entry, subnet, path);
            var instance = draft.Add(logicalId, InstanceOf(entry, image, subnet, path), path);
            if (entry.ElasticIp) draft.Add($"{logicalId}-address", new Eip { Domain = "vpc", Instance = instance }, path);
            foreach (var (index, (volume, device)) in entry.Volumes.Zip(devices).Index())
            {
                var spec = VolumeOf(volume, subnet) with { Attachment = new VolumeAttachment { Instance = instance, Device = device } };
                draft.Add($"{logicalId}-{volume.Name}", spec, $"{path}.volumes[{index}]");
            }
        }
    }

    private Instance InstanceOf(InstanceEntry entry, string image, SubnetPlan? subnet, string path) => new()
    {
        ImageId = image,
        InstanceType = entry.Type,
        Subnet = subnet?.Ref,
        SecurityGroupIds = SecurityGroupsOf(entry, path),
        KeyName = KeyPairOf(entry, path),
        IamInstanceProfile = ProfileOf(entry, path),
        UserData = entry.UserData,
        AssociatePublicIpAddress = entry.PublicIp,
        RootVolume = new RootVolume
        {
            VolumeSize = entry.RootVolume.SizeGb,
            VolumeType = entry.RootVolume.Type,
            Iops = entry.RootVolume.Iops,
            Throughput = entry.RootVolume.Throughput,
            Encrypted = entry.RootVolume.Encrypted,
            DeleteOnTermination = entry.RootVolume.DeleteWithInstance,
        },
        MetadataOptions = new MetadataOptions { HttpTokens = entry.RequireImdsv2 ? "required" : "optional" },
        Monitoring = entry.Monitoring,
        DisableApiTermination = entry.TerminationProtection,
        Tags = entry.Tags,
    };

    private static Volume VolumeOf(VolumeEntry entry, SubnetPlan? subnet) => new()
    {
        // Without a known subnet, AWS or the instance decides the zone.
        AvailabilityZone = subnet?.Zone,
        ZoneOf = subnet is { Zone: null } ? subnet.Ref : null,
        Size = entry.SizeGb,
        VolumeType = entry.Type,
        Iops = entry.Iops,
        Throughput = entry.Throughput,
        Encrypted = entry.Encrypted,
        SnapshotId = entry.Snapshot,
    };

    private string Image(InstanceEntry entry, string path)
    {
        if (Images.ImageIdFor(entry.Image, entry.Type) is { } image) return image;
        draft.Problem($"{path}.image", Images.Names.Contains(entry.Image, StringComparer.OrdinalIgnoreCase)
            ? $"Image '{entry.Image}' isn't available for the processor of {entry.Type}; choose another instance type or image."
            : $"Unknown image '{entry.Image}'; use one of {string.Join(", ", Images.Names)}, or an image ID (ami-…).");
        return entry.Image;
    }

    /// <summary>Returns the entry's subnet; otherwise the first one, and for several instances those of its kind in turn.</summary>
    private SubnetPlan? SubnetOf(InstanceEntry entry, int number, string path)
    {
        if (entry.Subnet is { } name)
        {
            // A resource of the resources section works as well.
            return network.Find(name) ?? new SubnetPlan(name, SubnetAccess.Public, draft.Use<Subnet>(name, $"{path}.subnet"));
        }

        if (network.Subnets is [var first, ..])
        {
            var kind = network.Subnets.Where(subnet => subnet.Access == first.Access).ToList();
            return kind[(number - 1) % kind.Count];
        }

        if (network.Choice is not VpcChoice.Default)
        {
            draft.Problem($"{path}.subnet", $"Instance '{entry.Name}' needs a subnet of the existing VPC; list one in 'network.subnets'.");
        }

        return null;
    }

    private void CheckReach(InstanceEntry entry, SubnetPlan? subnet, string path)
    {
        if (subnet is null or { Access: SubnetAccess.Public }) return;
        var what = subnet.Access is SubnetAccess.Private ? "private" : "isolated";
        if (entry.ElasticIp) draft.Problem($"{path}.elastic_ip", Unreachable("a fixed public address"));
        if (entry.PublicIp is true) draft.Problem($"{path}.public_ip", Unreachable("a public address"));

        string Unreachable(string address) => $"Instance '{entry.Name}' has {address}, but subnet '{subnet.Name}' is {what}, "
            + "so it would be unreachable; use a public subnet, or omit the address.";
    }

    private IReadOnlyList<Ref<SecurityGroup>>? SecurityGroupsOf(InstanceEntry entry, string path)
    {
        if (entry.SecurityGroups is { } names)
            return [.. names.Select((name, index) => draft.Use<SecurityGroup>(name, $"{path}.security_groups[{index}]")).Distinct()];
        return blueprint.Network.SecurityGroups is [var first, ..] ? [Ref.To<SecurityGroup>(first.Name)] : null;
    }

    private Ref<KeyPair>? KeyPairOf(InstanceEntry entry, string path)
    {
        if (entry.KeyPair is not { } name) return null;
        var pair = blueprint.Security.KeyPairs.FirstOrDefault(pair => pair.Name == name);
        return pair is { Existing: true }
            ? Ref.Existing<KeyPair>(pair.KeyName ?? name)
            : draft.Use<KeyPair>(name, $"{path}.key_pair");
    }

    private Ref<InstanceProfile>? ProfileOf(InstanceEntry entry, string path)
    {
        if (entry.Role is not { } name) return null;
        if (blueprint.Security.Roles.All(role => role.Name != name))
            draft.Problem($"{path}.role", $"Unknown role '{name}'; add it to 'security.roles'.");
        return Ref.To<InstanceProfile>(SecurityTopology.ProfileOf(name));
    }

    private List<string> DeviceNames(InstanceEntry entry, string path)
    {
        var names = new List<string>();
        foreach (var (index, volume) in entry.Volumes.Index())
        {
            // Only earlier volumes count: an added volume doesn't move one in use.
            var device = volume.Device ?? Devices.Select(letter => $"/dev/sd{letter}").FirstOrDefault(free => !names.Contains(free));
            if (device is null || names.Contains(device))
            {
                draft.Problem($"{path}.volumes[{index}].device", device is null
                    ? $"No device name is left for volume '{volume.Name}'; an instance can have {Devices.Length} volumes without 'device'."
                    : $"Two volumes of '{entry.Name}' would use {device}; set another 'device' on one of them.");
            }

            names.Add(device ?? $"/dev/sd{Devices[^1]}");
        }

        return names;
    }
}
