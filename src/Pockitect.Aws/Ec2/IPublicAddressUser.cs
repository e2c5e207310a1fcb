namespace Pockitect.Aws.Ec2;

/// <summary>
/// A spec whose resource may have a public address: AWS gives and maps none before the VPC has an internet gateway, and
/// lets no gateway go while one is mapped.
/// </summary>
internal interface IPublicAddressUser;
