namespace Pockitect.Aws.Tests.Topology;

/// <summary>What each key of a blueprint has effect on: a property of a resource, or whole resources that come or go.</summary>
internal static class EffectTable
{
    public const string Text =
        """
        Compute.Instances less: Eip, Instance, Volume
        Compute.Instances.Count: Eip, Instance, Volume
        Compute.Instances.ElasticIp: Eip
        Compute.Instances.Image: Instance.ImageId
        Compute.Instances.KeyPair left out: Instance.KeyName
        Compute.Instances.KeyPair: Instance.KeyName
        Compute.Instances.Monitoring: Instance.Monitoring
        Compute.Instances.Name: Eip, Instance, Volume
        Compute.Instances.PublicIp left out: Instance.AssociatePublicIpAddress
        Compute.Instances.PublicIp: Instance.AssociatePublicIpAddress
        Compute.Instances.RequireImdsv2: Instance.MetadataOptions.HttpTokens
        Compute.Instances.Role left out: Instance.IamInstanceProfile
        Compute.Instances.Role: Instance.IamInstanceProfile
        Compute.Instances.RootVolume.DeleteWithInstance: Instance.RootVolume.DeleteOnTermination
        Compute.Instances.RootVolume.Encrypted: Instance.RootVolume.Encrypted
        Compute.Instances.RootVolume.Iops left out: Instance.RootVolume.Iops
        Compute.Instances.RootVolume.Iops: Instance.RootVolume.Iops
        Compute.Instances.RootVolume.SizeGb left out: Instance.RootVolume.VolumeSize
        Compute.Instances.RootVolume.SizeGb: Instance.RootVolume.VolumeSize
        Compute.Instances.RootVolume.Throughput left out: Instance.RootVolume.Throughput
        Compute.Instances.RootVolume.Throughput: Instance.RootVolume.Throughput
        Compute.Instances.RootVolume.Type: Instance.RootVolume.VolumeType
        Compute.Instances.SecurityGroups left out: Instance.SecurityGroupIds
        Compute.Instances.SecurityGroups less: Instance.SecurityGroupIds
        Compute.Instances.SecurityGroups: Instance.SecurityGroupIds
        Compute.Instances.Subnet left out: Instance.Subnet, Volume.ZoneOf
        Compute.Instances.Subnet: Instance.Subnet, Volume.ZoneOf
        Compute.Instances.Tags less: Instance.Tags
        Compute.Instances.Tags: Instance.Tags
        Compute.Instances.TerminationProtection: Instance.DisableApiTermination
        Compute.Instances.Type: Instance.InstanceType
        Compute.Instances.UserData left out: Instance.UserData
        Compute.Instances.UserData: Instance.UserData
        Compute.Instances.Volumes less: Volume
        Compute.Instances.Volumes.Device left out: Volume.Attachment.Device
        Compute.Instances.Volumes.Device: Volume.Attachment.Device
        Compute.Instances.Volumes.Encrypted: Volume.Encrypted
        Compute.Instances.Volumes.Iops left out: Volume.Iops
        Compute.Instances.Volumes.Iops: Volume.Iops
        Compute.Instances.Volumes.Name: Volume
        Compute.Instances.Volumes.SizeGb: Volume.Size
        Compute.Instances.Volumes.Snapshot left out: Volume.SnapshotId
        Compute.Instances.Volumes.Snapshot: Volume.SnapshotId
        Compute.Instances.Volumes.Throughput left out: Volume.Throughput
        Compute.Instances.Volumes.Throughput: Volume.Throughput
        Compute.Instances.Volumes.Type: Volume.VolumeType
        Data.Buckets less: Bucket
        Data.Buckets.BlockPublicAccess: Bucket.PublicAccessBlockConfiguration.BlockPublicAcls, Bucket.PublicAccessBlockConfiguration.BlockPublicPolicy, Bucket.PublicAccessBlockConfiguration.IgnorePublicAcls, Bucket.PublicAccessBlockConfiguration.RestrictPublicBuckets
        Data.Buckets.BucketName left out: Bucket.BucketName
        Data.Buckets.BucketName: Bucket.BucketName
        Data.Buckets.Cors less: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.ExposeHeaders less: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.ExposeHeaders: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Headers less: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Headers: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.MaxAgeSeconds left out: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.MaxAgeSeconds: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Methods less: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Methods: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Origins less: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.Cors.Origins: Bucket.CorsConfiguration.CorsRules
        Data.Buckets.KmsKey left out: Bucket.BucketEncryption.BucketKeyEnabled, Bucket.BucketEncryption.KMSMasterKeyID, Bucket.BucketEncryption.SSEAlgorithm
        Data.Buckets.KmsKey: Bucket.BucketEncryption.KMSMasterKeyID
        Data.Buckets.Lifecycle less: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.AbortUploadsDays left out: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.AbortUploadsDays: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.ExpireDays left out: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.ExpireDays: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.ExpireOldVersionsDays left out: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.ExpireOldVersionsDays: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.MoveDays left out: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.MoveDays: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.MoveTo: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.Name: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Lifecycle.Prefix: Bucket.LifecycleConfiguration.Rules
        Data.Buckets.Name: Bucket
        Data.Buckets.Policy left out: Bucket.PolicyDocument
        Data.Buckets.Policy: Bucket.PolicyDocument
        Data.Buckets.Tags less: Bucket.Tags
        Data.Buckets.Tags: Bucket.Tags
        Data.Buckets.Versioning: Bucket.VersioningConfiguration.Status
        Data.Databases less: DBInstance, DBSubnetGroup, RouteTable.Subnets, SecurityGroup, Subnet
        Data.Databases.AllowFrom left out: SecurityGroup.SecurityGroupIngress
        Data.Databases.AllowFrom less: SecurityGroup.SecurityGroupIngress
        Data.Databases.AllowFrom: SecurityGroup.SecurityGroupIngress
        Data.Databases.AutoMinorVersionUpgrade: DBInstance.AutoMinorVersionUpgrade
        Data.Databases.BackupDays: DBInstance.BackupRetentionPeriod
        Data.Databases.BackupWindow left out: DBInstance.PreferredBackupWindow
        Data.Databases.BackupWindow: DBInstance.PreferredBackupWindow
        Data.Databases.Class: DBInstance.DBInstanceClass
        Data.Databases.Database left out: DBInstance.DBName
        Data.Databases.Database: DBInstance.DBName
        Data.Databases.DeletionProtection: DBInstance.DeletionProtection
        Data.Databases.Encrypted: DBInstance.StorageEncrypted
        Data.Databases.Engine=Mariadb: DBInstance.Engine
        Data.Databases.Engine=Mysql: DBInstance.Engine
        Data.Databases.ExtendedSupport left out: DBInstance.EngineLifecycleSupport
        Data.Databases.ExtendedSupport: DBInstance.EngineLifecycleSupport
        Data.Databases.IamAuthentication: DBInstance.EnableIAMDatabaseAuthentication
        Data.Databases.Iops left out: DBInstance.Iops
        Data.Databases.Iops: DBInstance.Iops
        Data.Databases.MaintenanceWindow left out: DBInstance.PreferredMaintenanceWindow
        Data.Databases.MaintenanceWindow: DBInstance.PreferredMaintenanceWindow
        Data.Databases.MaxStorageGb left out: DBInstance.MaxAllocatedStorage
        Data.Databases.MaxStorageGb: DBInstance.MaxAllocatedStorage
        Data.Databases.MultiAz: DBInstance.MultiAZ
        Data.Databases.Name: DBInstance, DBSubnetGroup, SecurityGroup
        Data.Databases.Port left out: DBInstance.Port, SecurityGroup.SecurityGroupIngress
        Data.Databases.Port: DBInstance.Port, SecurityGroup.SecurityGroupIngress
        Data.Databases.Public: DBInstance.PubliclyAccessible
        Data.Databases.SecurityGroups less: DBInstance.VPCSecurityGroups
        Data.Databases.SecurityGroups: DBInstance.VPCSecurityGroups
        Data.Databases.StorageGb: DBInstance.AllocatedStorage
        Data.Databases.StorageType: DBInstance.StorageType
        Data.Databases.Subnets left out: DBInstance.DBSubnetGroup, DBSubnetGroup, DBSubnetGroup.SubnetIds
        Data.Databases.Subnets less: DBSubnetGroup.SubnetIds
        Data.Databases.Subnets: DBSubnetGroup.SubnetIds
        Data.Databases.Tags less: DBInstance.Tags
        Data.Databases.Tags: DBInstance.Tags
        Data.Databases.Username: DBInstance.MasterUsername
        Data.Databases.Version left out: DBInstance.EngineVersion
        Data.Databases.Version: DBInstance.EngineVersion
        Network.Access=Isolated: Eip, Instance.Subnet, InternetGateway, NatGateway, RouteTable, Subnet
        Network.Access=Private: Eip, Instance.Subnet, NatGateway, RouteTable, RouteTable.Subnets, Subnet
        Network.Access=Public: Eip, Instance.Subnet, NatGateway, RouteTable, RouteTable.Subnets, Subnet
        Network.AvailabilityZones: Eip, Instance.Subnet, NatGateway, RouteTable, RouteTable.Subnets, Subnet
        Network.Cidr: Subnet.CidrBlock, Vpc.CidrBlock
        Network.DnsHostnames: Vpc.EnableDnsHostnames
        Network.Environment left out: DBSubnetGroup.SubnetIds, Instance.Subnet, SecurityGroup.Vpc, Volume.ZoneOf
        Network.Environment: DBSubnetGroup.SubnetIds, Instance.Subnet, SecurityGroup.Vpc, Volume.ZoneOf
        Network.NatGateway=None: Eip, InternetGateway, NatGateway, RouteTable, RouteTable.Routes, Subnet
        Network.NatGateway=PerZone: Eip, NatGateway, RouteTable, RouteTable.Subnets, Subnet
        Network.NatGateway=Single: Eip, NatGateway, RouteTable, RouteTable.Subnets, Subnet
        Network.SecurityGroups less: SecurityGroup, SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Description left out: SecurityGroup.GroupDescription
        Network.SecurityGroups.Description: SecurityGroup.GroupDescription
        Network.SecurityGroups.Inbound less: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Cidr left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Cidr: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Description left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Description: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Port left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Port: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.PrefixList left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.PrefixList: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Protocol=All: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Protocol=Icmp: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Protocol=Icmpv6: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Protocol=Tcp: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.Protocol=Udp: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.SecurityGroup left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.SecurityGroup: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.ToPort left out: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Inbound.ToPort: SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Name: SecurityGroup, SecurityGroup.SecurityGroupIngress
        Network.SecurityGroups.Outbound left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound less: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Cidr left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Cidr: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Description left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Description: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Port left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Port: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.PrefixList left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.PrefixList: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Protocol=All: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Protocol=Icmp: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Protocol=Icmpv6: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Protocol=Tcp: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.Protocol=Udp: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.SecurityGroup left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.SecurityGroup: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.ToPort left out: SecurityGroup.SecurityGroupEgress
        Network.SecurityGroups.Outbound.ToPort: SecurityGroup.SecurityGroupEgress
        Network.Subnets less: DBSubnetGroup.SubnetIds, Instance.Subnet, NatGateway.Subnet, RouteTable.Subnets, Subnet, Subnet.CidrBlock, Volume.AvailabilityZone, Volume.ZoneOf
        Network.Subnets.Access=Isolated: NatGateway.Subnet, RouteTable.Subnets, Subnet.MapPublicIpOnLaunch
        Network.Subnets.Access=Private: NatGateway.Subnet, RouteTable.Subnets, Subnet.AvailabilityZone, Subnet.MapPublicIpOnLaunch
        Network.Subnets.Access=Public: RouteTable.Subnets, Subnet.AvailabilityZone, Subnet.MapPublicIpOnLaunch
        Network.Subnets.Cidr left out: Subnet.CidrBlock
        Network.Subnets.Cidr: Subnet.CidrBlock
        Network.Subnets.Id left out: DBSubnetGroup.SubnetIds, Instance.Subnet, Volume.ZoneOf
        Network.Subnets.Id: DBSubnetGroup.SubnetIds, Instance.Subnet, Volume.ZoneOf
        Network.Subnets.Name: DBSubnetGroup.SubnetIds, Instance.Subnet, NatGateway.Subnet, RouteTable.Subnets, Subnet, Subnet.CidrBlock, Volume.AvailabilityZone, Volume.ZoneOf
        Network.Subnets.Tags left out: DBSubnetGroup.SubnetIds
        Network.Subnets.Tags less: DBSubnetGroup.SubnetIds
        Network.Subnets.Tags: DBSubnetGroup.SubnetIds
        Network.Subnets.Zone left out: Subnet.AvailabilityZone, Volume.AvailabilityZone
        Network.Subnets.Zone: Subnet.AvailabilityZone, Volume.AvailabilityZone
        Network.Vpc=Default: DBInstance.DBSubnetGroup, DBSubnetGroup, DBSubnetGroup.SubnetIds, Eip, Instance.Subnet, InternetGateway, NatGateway, RouteTable, SecurityGroup.SecurityGroupEgress, SecurityGroup.Vpc, Subnet, Volume.AvailabilityZone, Volume.ZoneOf, Vpc
        Network.Vpc=Environment: DBInstance.DBSubnetGroup, DBSubnetGroup, DBSubnetGroup.SubnetIds, Eip, Instance.Subnet, InternetGateway, NatGateway, RouteTable, SecurityGroup.SecurityGroupEgress, SecurityGroup.Vpc, Subnet, Volume.AvailabilityZone, Volume.ZoneOf, Vpc
        Network.Vpc=Existing: DBInstance.DBSubnetGroup, DBSubnetGroup, DBSubnetGroup.SubnetIds, Eip, Instance.Subnet, InternetGateway, NatGateway, RouteTable, SecurityGroup.SecurityGroupEgress, SecurityGroup.Vpc, Subnet, Volume.AvailabilityZone, Volume.ZoneOf, Vpc
        Network.Vpc=New: DBInstance.DBSubnetGroup, DBSubnetGroup, DBSubnetGroup.SubnetIds, Instance.Subnet, InternetGateway, RouteTable, SecurityGroup.SecurityGroupEgress, SecurityGroup.Vpc, Subnet, Volume.AvailabilityZone, Volume.ZoneOf, Vpc
        Network.VpcId left out: SecurityGroup.Vpc
        Network.VpcId: SecurityGroup.Vpc
        Network.VpcTags left out: SecurityGroup.Vpc
        Network.VpcTags less: SecurityGroup.Vpc
        Network.VpcTags: SecurityGroup.Vpc
        Project.Description left out: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Project.Description: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Project.Id left out: tag pockitect:project-id
        Project.Id: tag pockitect:project-id
        Project.Name: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.DBSubnetGroupDescription, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.GroupDescription, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags, tag pockitect:project
        Project.Owner left out: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Project.Owner: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Project.Region: Subnet.AvailabilityZone, Volume.AvailabilityZone
        Project.Tags less: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Project.Tags: Bucket.Tags, DBInstance.Tags, DBSubnetGroup.Tags, Eip.Tags, Instance.Tags, InstanceProfile.Tags, InternetGateway.Tags, KeyPair.Tags, NatGateway.Tags, Role.Tags, RouteTable.Tags, SecurityGroup.Tags, Subnet.Tags, Volume.Tags, Vpc.Tags
        Resources less: Vpc
        Resources.CidrBlock: Vpc.CidrBlock
        Resources.EnableDnsSupport left out: Vpc.EnableDnsSupport
        Resources.EnableDnsSupport: Vpc.EnableDnsSupport
        Resources.Tags left out: Vpc.Tags
        Resources.Tags less: Vpc.Tags
        Resources.Tags: Vpc.Tags
        Security.KeyPairs less: Instance.KeyName, KeyPair
        Security.KeyPairs.Existing: Instance.KeyName, KeyPair
        Security.KeyPairs.KeyName left out: Instance.KeyName, KeyPair.KeyName
        Security.KeyPairs.KeyName: Instance.KeyName, KeyPair.KeyName
        Security.KeyPairs.Kind=Rsa: KeyPair.KeyType
        Security.KeyPairs.Name: Instance.KeyName, KeyPair
        Security.KeyPairs.PublicKey left out: KeyPair.KeyType, KeyPair.PublicKeyMaterial
        Security.KeyPairs.PublicKey: KeyPair.PublicKeyMaterial
        Security.Roles less: InstanceProfile, Role
        Security.Roles.Description left out: Role.Description
        Security.Roles.Description: Role.Description
        Security.Roles.ManagedPolicies less: Role.ManagedPolicyArns
        Security.Roles.ManagedPolicies: Role.ManagedPolicyArns
        Security.Roles.MaxSessionHours: Role.MaxSessionDuration
        Security.Roles.Name: InstanceProfile, Role, Role.Description, Role.ManagedPolicyArns, Role.MaxSessionDuration, Role.PermissionsBoundary, Role.Policies, Role.RoleName
        Security.Roles.PermissionsBoundary left out: Role.PermissionsBoundary
        Security.Roles.PermissionsBoundary: Role.PermissionsBoundary
        Security.Roles.Policies less: Role.Policies
        Security.Roles.Policies: Role.Policies
        Security.Roles.RoleName left out: Role.RoleName
        Security.Roles.RoleName: Role.RoleName
        """;
}
